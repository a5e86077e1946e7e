// Every route that reads a body answers 413 to a long one before it has arrived completely.
import { expect, test } from "../support/e2e-test";

const LIMIT = 64 * 1024;
const routes = [
  "/api/auth/callback/credentials",
  "/api/auth/signout",
  "/api/auth/session",
  // #region service-tokens
  "/api/token",
  // #endregion
  "/api/session",
  // #region refresh
  "/api/session/refresh",
  // #endregion
];

/** `size` bytes, with a Content-Length or, in chunks, without. */
async function post(url: string, size: number, chunked: boolean): Promise<number> {
  const piece = new Uint8Array(16 * 1024).fill(97);
  let left = size;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(piece.subarray(0, Math.min(left, piece.byteLength)));
      left -= piece.byteLength;
    },
  });
  const init = chunked ? { body, duplex: "half" } : { body: "a".repeat(size) };
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, {
    method: "POST",
    headers,
    redirect: "manual",
    ...init,
  } as RequestInit);
  await response.arrayBuffer();
  return response.status;
}

for (const route of routes)
  for (const chunked of [false, true])
    test(`${route}: 413 above 64 KB, ${chunked ? "in chunks" : "with a Content-Length"}`, async ({
      appUrl,
    }) => {
      expect(await post(appUrl + route, LIMIT, chunked)).not.toBe(413);
      expect(await post(appUrl + route, LIMIT + 1, chunked)).toBe(413);
      expect(await post(appUrl + route, 4 * 1024 * 1024, chunked)).toBe(413);
    });

// #region refresh
test("a form that is redirected through the refresh route may be longer, because server actions have their own limit", async ({
  appUrl,
}) => {
  expect(await post(`${appUrl}/api/session/refresh?next=/account`, LIMIT + 1, true)).toBe(307);
});
// #endregion

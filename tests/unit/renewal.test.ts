// The answers of route handlers that renew a session, whatever Cache-Control the handler sets.
import { expect, test } from "vitest";
import { offerRenewal, watched } from "@/lib/http/renewal";
import { answerFaults } from "@/lib/http/respond";

const PUBLIC = "public, s-maxage=600";

/** The answer of a handler that says that it may be cached, and the names of the cookies that it set. */
async function answer(handler: (cookies: ReturnType<typeof watched>) => void, status = 200) {
  const set: string[] = [];
  const cookies = watched({ get: () => undefined, set: (name) => set.push(name) });
  const headers = { "Cache-Control": PUBLIC, "X-Own": "kept" };
  const response = await answerFaults(async () => {
    handler(cookies);
    return new Response("body", { status, headers });
  })(new Request("http://localhost"));
  expect([await response.text(), response.headers.get("x-own")]).toEqual(["body", "kept"]);
  return { set, status: response.status, cached: response.headers.get("cache-control") };
}
const renew = (cookies: ReturnType<typeof watched>) =>
  offerRenewal(() => cookies.set("session", "renewed", { path: "/" }));

test("an answer without cookies keeps its Cache-Control", async () => {
  expect(await answer(() => {})).toEqual({ set: [], status: 200, cached: PUBLIC });
});

test("an answer that renews a session is private", async () => {
  expect(await answer(renew)).toEqual({
    set: ["session"],
    status: 200,
    cached: "private, no-store",
  });
});

test("an error renews nothing", async () => {
  expect(await answer(renew, 404)).toEqual({ set: [], status: 404, cached: PUBLIC });
});

test("an answer with a cookie that cannot wait is private, also if it is an error", async () => {
  const exchange = (cookies: ReturnType<typeof watched>) =>
    cookies.set("session", "exchanged", { path: "/" });
  for (const status of [200, 404])
    expect(await answer(exchange, status)).toMatchObject({
      set: ["session"],
      cached: "private, no-store",
    });
});

test("a Set-Cookie header of the handler itself makes its answer private", async () => {
  const headers = { "Cache-Control": PUBLIC, "Set-Cookie": "theme=dark" };
  const handler = answerFaults(async () => new Response(null, { status: 204, headers }));
  const response = await handler(new Request("http://localhost"));
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect([response.status, response.headers.get("set-cookie")]).toEqual([204, "theme=dark"]);
});

// How much of a request body is read, for every kind of body.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerFaults } from "@/lib/http/respond";

const LIMIT = 64 * 1024;

/** A body in pieces, of unknown length; `read` says how much of it was asked for. */
function inPieces(pieces: Uint8Array[]) {
  let next = 0;
  const seen = { read: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[next++];
        if (!piece) return controller.close();
        seen.read += piece.byteLength;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/api/token?x=1", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);

const echo = answerFaults(async (request: Request) => {
  const body = await request.bytes();
  return new Response(body, { headers: { "x-url": request.url, "x-method": request.method } });
});

test("a body of up to 64 KB is passed on unchanged", async () => {
  const answer = await echo(post("a".repeat(LIMIT)));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("a".repeat(LIMIT));
  expect(answer.headers.get("x-url")).toBe("http://localhost/api/token?x=1");
  expect(answer.headers.get("x-method")).toBe("POST");
});

test("a body of 64 KB and one byte gets 413, and the handler does not run", async () => {
  let called = false;
  const handler = answerFaults(async (_request: Request) => {
    called = true;
    return new Response();
  });
  const answer = await handler(post("a".repeat(LIMIT + 1)));
  expect(answer.status).toBe(413);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(called).toBe(false);
});

test("a wrong or invalid Content-Length does not change the limit", async () => {
  for (const length of ["1", "-1", "x", "1e99999", ""]) {
    const answer = await echo(post("a".repeat(LIMIT + 1), { "content-length": length }));
    expect(answer.status, length).toBe(413);
  }
});

test("a Content-Length above the limit gets 413", async () => {
  expect((await echo(post("a", { "content-length": `${LIMIT + 1}` }))).status).toBe(413);
});

test("an endless body gets its answer early and is not read forever", async () => {
  const piece = new Uint8Array(LIMIT);
  let read = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += piece.byteLength;
      controller.enqueue(piece);
    },
    cancel() {
      cancelled = true;
    },
  });
  expect((await echo(post(endless))).status).toBe(413);
  await expect.poll(() => cancelled).toBe(true);
  expect(read).toBeLessThan(20 * 1024 * 1024);
});

test("a request without a body is passed on unchanged", async () => {
  const request = new Request("http://localhost");
  let seen: Request | undefined;
  await answerFaults(async (asked: Request) => {
    seen = asked;
    return new Response();
  })(request);
  expect(seen).toBe(request);
});

test("an interrupted body is a client error and not 413", async () => {
  const broken = new ReadableStream({
    pull(controller) {
      controller.error(new Error("aborted"));
    },
  });
  await expect(echo(post(broken))).rejects.toThrow("aborted");
});

test("for any chunks, the body is passed on unchanged or gets 413, and memory is limited", async () => {
  const sizes = fc.oneof(
    fc.integer({ min: 0, max: 40_000 }),
    fc.constantFrom(0, 1, LIMIT - 1, LIMIT, LIMIT + 1),
  );
  const pieces = fc.array(
    sizes.map((size) => new Uint8Array(size).fill(size % 251)),
    { maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const whole = Buffer.concat(parts);
      const { body, seen } = inPieces(parts);
      let readByThen = 0;
      const answer = await answerFaults(async (request: Request) => {
        readByThen = seen.read;
        return new Response(await request.bytes());
      })(post(body));
      if (whole.byteLength > LIMIT) {
        expect(answer.status).toBe(413);
        expect(readByThen).toBe(0);
      } else {
        expect(answer.status).toBe(200);
        expect(Buffer.from(await answer.bytes()).equals(whole)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("every file that reads a request body limits its size", () => {
  const sources = ["app", "lib", "features"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
        .map((file) => `${folder}/${file}`),
    );
  // Routes of the bearer transport call the one, those of Auth.js the other: both are made by answerFaults there.
  const reads = /\brequest\.(json|text|formData|arrayBuffer|bytes|blob)\(/;
  const readers = sources.filter((file) => {
    const text = readFileSync(file, "utf8");
    return reads.test(text) && !/function (readJson|turnIntoGet)\(/.test(text);
  });
  // #region keep
  expect(readers.length).toBeGreaterThan(0);
  // #endregion
  for (const file of readers) expect(readFileSync(file, "utf8"), file).toContain("answerFaults(");
});

// How much of a request's body is read, whoever sends it and however.
import { readdirSync, readFileSync } from "node:fs";
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

test("up to 64 KB is handed on as it came", async () => {
  const answer = await echo(post("a".repeat(LIMIT)));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("a".repeat(LIMIT));
  expect(answer.headers.get("x-url")).toBe("http://localhost/api/token?x=1");
  expect(answer.headers.get("x-method")).toBe("POST");
});

test("one byte more is 413, and the handler sees none of it", async () => {
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

test("a Content-Length that says less, or nothing sensible, changes nothing", async () => {
  for (const length of ["1", "-1", "x", "1e99999", ""]) {
    const answer = await echo(post("a".repeat(LIMIT + 1), { "content-length": length }));
    expect(answer.status, length).toBe(413);
  }
});

test("one that says more is enough for 413", async () => {
  expect((await echo(post("a", { "content-length": `${LIMIT + 1}` }))).status).toBe(413);
});

test("a body without an end is answered while it comes, and is not read for ever", async () => {
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

test("a request without a body is handed on itself", async () => {
  const request = new Request("http://localhost");
  let seen: Request | undefined;
  await answerFaults(async (asked: Request) => {
    seen = asked;
    return new Response();
  })(request);
  expect(seen).toBe(request);
});

test("a body that breaks off is an error of the client's, and no 413", async () => {
  const broken = new ReadableStream({
    pull(controller) {
      controller.error(new Error("aborted"));
    },
  });
  await expect(echo(post(broken))).rejects.toThrow("aborted");
});

test("whatever the pieces: the bytes as they came, or 413, and never more kept than the limit and a piece", async () => {
  const pieces = fc.array(
    fc.integer({ min: 0, max: 40_000 }).map((size) => new Uint8Array(size).fill(size % 251)),
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
    { numRuns: 50 },
  );
});

test("every file that reads the body of a request has it bounded", () => {
  const sources = ["app", "lib", "features"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
      .map((file) => `${folder}/${file}`),
  );
  const reads = /\brequest\.(json|text|formData|arrayBuffer|bytes|blob)\(/;
  const readers = sources.filter((file) => reads.test(readFileSync(file, "utf8")));
  expect(readers.length).toBeGreaterThan(0);
  for (const file of readers) expect(readFileSync(file, "utf8"), file).toContain("answerFaults(");
});

// Whatever a program sends to POST /api/session: it gets an answer that says what is wrong, and no session. fast-check prints
// the seed of a failure.
import { randomInt } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerSignIn } from "@/features/bearer/sign-in";
import { addUser } from "../support/database";
import { everyStrategy, expectStored, setUp } from "../support/strategies";

/** From a network of its own, so that no limit is reached. */
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/api/session", {
    method: "POST",
    body,
    headers: {
      host: "localhost:3000",
      "content-type": "application/json",
      "x-forwarded-for": `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`,
      ...headers,
    },
  });

const { strategy } = setUp(everyStrategy[0] as (typeof everyStrategy)[number]);

/** What came of it; it must never be a session, nor a fault of the server. */
async function refusal(request: Request): Promise<number> {
  const answer = await answerSignIn(strategy, request);
  const text = await answer.text();
  expect(text).not.toMatch(/"(token|accessToken)"/);
  expect(answer.headers.get("set-cookie")).toBeNull();
  return answer.status;
}

const noText = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.integer(),
  fc.array(fc.string()),
  fc.dictionary(fc.string(), fc.string()),
);

test("a body that is no JSON object, or has no two texts, is refused", async () => {
  const bodies = fc.oneof(
    fc.string().map((text) => [text, [400, 415]] as const),
    fc.json().map((text) => [text, [400, 415, 401]] as const),
    fc
      .tuple(noText, fc.string())
      .map(([email, password]) => [JSON.stringify({ email, password }), [400]] as const),
    fc
      .tuple(fc.string(), noText)
      .map(([email, password]) => [JSON.stringify({ email, password }), [400]] as const),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async ([body, allowed]) => {
      expect(allowed).toContain(await refusal(post(body)));
    }),
    { numRuns: 2000 },
  );
});

test("bytes that are no text, and types that are no JSON, are refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect([400, 401, 415]).toContain(await refusal(post(Uint8Array.from(bytes))));
    }),
    { numRuns: 1000 },
  );
  const types = fc.string({ unit: "grapheme-ascii" }).filter((type) => !/json/i.test(type));
  await fc.assert(
    fc.asyncProperty(types, async (type) => {
      expect(await refusal(post('{"email":"a","password":"b"}', { "content-type": type }))).toBe(
        415,
      );
    }),
    { numRuns: 1000 },
  );
});

test("an email and a password of any characters are wrong, and are no fault", async () => {
  const user = await addUser();
  const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }));
  const isWrong = (email: fc.Arbitrary<string>) =>
    fc.asyncProperty(email, text, async (email, password) => {
      expect(await refusal(post(JSON.stringify({ email, password })))).toBe(401);
    });
  // Each of these costs a hash. After 20 wrong passwords for one account, the answer is 429.
  await fc.assert(isWrong(text), { numRuns: 20 });
  await fc.assert(isWrong(fc.constant(user.email ?? "")), { numRuns: 20 });
  await expectStored(strategy, user, []);
});

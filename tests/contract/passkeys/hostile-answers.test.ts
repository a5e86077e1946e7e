// Whatever a client sends as an authenticator's answer: nobody gets in, and nothing throws. fast-check prints the seed of a
// failure.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addUser } from "../../support/database";
import { addPasskey, createPasskeyBrowser } from "../../support/passkeys";
import { everyStrategy, expectStored, setUp } from "../../support/strategies";

const { strategy } = setUp(everyStrategy[0] as (typeof everyStrategy)[number]);
const REFUSALS = ["refused", "expired"];

/** Each from a network of its own, so that no limit is reached. */
const send = (answer: unknown) => createPasskeyBrowser(strategy).send(answer);

test("what is no answer is refused", async () => {
  const text = fc.string();
  const shaped = fc.record({
    id: text,
    rawId: text,
    type: fc.oneof(text, fc.constant("public-key")),
    response: fc.record(
      { clientDataJSON: text, authenticatorData: text, signature: text, userHandle: text },
      { requiredKeys: [] },
    ),
    clientExtensionResults: fc.anything(),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), fc.jsonValue(), shaped), async (answer) => {
      expect(REFUSALS).toContain(await send(answer));
    }),
    { numRuns: 1000 },
  );
});

test("what its client says in JSON is read as data only", async () => {
  const clientData = fc.oneof(
    fc.json(),
    fc
      .record({ type: fc.string(), challenge: fc.string(), origin: fc.string() })
      .map((data) => JSON.stringify(data)),
  );
  await fc.assert(
    fc.asyncProperty(clientData, async (json) => {
      const clientDataJSON = Buffer.from(json).toString("base64url");
      const response = { clientDataJSON, authenticatorData: "AAAA", signature: "AAAA" };
      const answer = { id: "AAAA", rawId: "AAAA", type: "public-key", response };
      expect(REFUSALS).toContain(await send({ ...answer, clientExtensionResults: {} }));
    }),
    { numRuns: 1000 },
  );
});

test("a right answer with one bit changed is refused, and the right one is not", async () => {
  const user = await addUser();
  const authenticator = await addPasskey(user);
  const fields = ["id", "clientDataJSON", "authenticatorData", "signature", "userHandle"] as const;
  // Of a signature only what is a number for sure: the same number may have several encodings.
  const flip = (text: string, at: number, first = 0) => {
    const bytes = Buffer.from(text, "base64url");
    const n = first * 8 + (at % ((bytes.length - first) * 8));
    bytes[n >> 3] = (bytes[n >> 3] ?? 0) ^ (1 << (n & 7));
    return bytes.toString("base64url");
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), fc.nat(1 << 20), async (field, at) => {
      const browser = createPasskeyBrowser(strategy);
      const answer = structuredClone(authenticator.get(await browser.ask()));
      if (field === "id") answer.id = answer.rawId = flip(answer.id, at);
      else if (field === "signature") answer.response[field] = flip(answer.response[field], at, 50);
      else answer.response[field] = flip(answer.response[field] ?? "AAAA", at);
      expect(REFUSALS).toContain(await browser.send(answer));
    }),
    { numRuns: 300 },
  );
  await expectStored(strategy, user, []);
  const browser = createPasskeyBrowser(strategy);
  expect(await browser.send(authenticator.get(await browser.ask()))).toEqual(user);
});

// Whatever stands in a link of a mail: only the token that was mailed opens it, for its own purpose. fast-check prints the seed
// of a failure.
import fc from "fast-check";
import { expect, test } from "vitest";
import { findToken, issueToken, LIFETIMES, type Purpose, takeToken } from "@/features/email/tokens";
import { askDatabase } from "@/lib/database/client";
import { addUser } from "../../support/database";

const purposes = Object.keys(LIFETIMES) as Purpose[];
const purpose = fc.constantFrom(...purposes);
const take = (of: Purpose, token: string) =>
  askDatabase(({ prisma }) => takeToken(prisma, of, token));

const base64url = fc.string({
  unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
  minLength: 43,
  maxLength: 43,
});

test("noise, and what has the form of a token, opens nothing", async () => {
  const anything = fc.oneof(fc.string(), fc.string({ unit: "binary" }), base64url);
  await fc.assert(
    fc.asyncProperty(purpose, anything, async (of, token) => {
      expect(await findToken(of, token)).toBeNull();
      expect(await take(of, token)).toBeNull();
    }),
    { numRuns: 1000 },
  );
});

test("a token that was changed, or is for something else, opens nothing and uses nothing up", async () => {
  const { id: userId } = await addUser();
  const email = "someone@example.com";
  const token = await issueToken("reset-password", { userId, email });
  const changed = fc
    .tuple(fc.nat(token.length - 1), fc.string({ maxLength: 2 }), fc.nat(1))
    .map(([at, added, removed]) => token.slice(0, at) + added + token.slice(at + removed))
    .filter((text) => text !== token);
  await fc.assert(
    fc.asyncProperty(purpose, changed, async (of, text) => {
      expect(await findToken(of, text)).toBeNull();
      expect(await take(of, text)).toBeNull();
    }),
    { numRuns: 1000 },
  );
  for (const of of purposes.filter((name) => name !== "reset-password"))
    expect(await take(of, token)).toBeNull();
  expect(await take("reset-password", token)).toEqual({ userId, email });
  expect(await take("reset-password", token)).toBeNull();
});

test("whatever is in the address, the owner is read back, and nobody else", async () => {
  const { id: userId } = await addUser();
  // As features/email accepts them: no control characters.
  const address = fc.string({ minLength: 1 }).filter((text) => /^[^\0]+$/.test(text));
  await fc.assert(
    fc.asyncProperty(purpose, address, async (of, email) => {
      const found = await findToken(of, await issueToken(of, { userId, email }));
      expect([{ userId, email }, null]).toContainEqual(found);
    }),
    { numRuns: 300 },
  );
});

// Arbitrary cookies give no access and cause no errors. fast-check prints the seed of a failure.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addUser } from "../support/database";
import { garbage } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";

const base64url = fc.string({
  unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
  maxLength: 60,
});

/** Random text, and values in the format of a token, a JWT, a JWE or a refresh token. */
const anything = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(...garbage.map(([, value]) => value)),
  base64url.map((text) => text.padEnd(43, "x").slice(0, 43)),
  fc.tuple(base64url, base64url, base64url).map((parts) => parts.join(".")),
  fc
    .tuple(base64url, base64url, base64url, base64url)
    .map(([a, b, c, d]) => `${a}..${b}.${c}.${d}`),
  fc.tuple(fc.uuid(), fc.nat(), base64url, base64url).map((parts) => parts.join(".")),
);

/** A real one with one character replaced, removed or added. */
const meddle = (real: string) =>
  fc
    .tuple(fc.nat(real.length - 1), fc.string({ maxLength: 2 }), fc.nat(1))
    .map(([at, added, removed]) => real.slice(0, at) + added + real.slice(at + removed))
    .filter((value) => value !== real);

describe.each(everyStrategy)("%s", (name) => {
  test("does not accept cookies that it did not issue", async () => {
    const { strategy } = setUp(name);
    await fc.assert(
      fc.asyncProperty(anything, async (cookie) => {
        expect(await strategy.read(cookie)).toBeNull();
        expect(await strategy.renew(cookie)).toBeNull();
        expect(await strategy.update(cookie)).toBeNull();
        expect(await strategy.refresh?.rotate(cookie)).toBeFalsy();
        expect(await strategy.refresh?.expiryOf(cookie)).toBeFalsy();
      }),
      { numRuns: 150 },
    );
  });

  test("does not accept changed cookies, and the real one stays valid", async () => {
    const { strategy } = setUp(name);
    const { id, cookie, refreshToken } = await strategy.create(await addUser());
    await fc.assert(
      fc.asyncProperty(meddle(cookie), async (changed) => {
        expect(await strategy.read(changed)).toBeNull();
      }),
      { numRuns: 150 },
    );
    if (refreshToken)
      await fc.assert(
        fc.asyncProperty(meddle(refreshToken), async (changed) => {
          expect(await strategy.refresh?.rotate(changed)).toBeNull();
        }),
        { numRuns: 60 },
      );
    expect(await strategy.read(cookie, { fresh: true })).toMatchObject({ id });
  });
});

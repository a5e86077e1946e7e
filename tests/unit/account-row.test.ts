import fc from "fast-check";
import type { AdapterAccount } from "next-auth/adapters";
import { expect, test } from "vitest";
import { toAccountRow } from "@/lib/authjs/account-row";

const texts = ["access_token", "refresh_token", "id_token", "token_type", "scope", "session_state"];
const anything = fc.oneof(
  fc.anything(),
  fc.string({ unit: "binary" }),
  fc.constant("x".repeat(70_000)),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e10, 2 ** 31, 1.5, "60"),
);
const answer = fc.dictionary(fc.constantFrom(...texts, "expires_at", "extra"), anything);

test("every row that is made from a provider's tokens can be stored in Postgres", () => {
  fc.assert(
    fc.property(answer, (sent) => {
      const names = { userId: "1", type: "oidc", provider: "oidc", providerAccountId: "42" };
      const row = toAccountRow({ ...sent, ...names } as AdapterAccount);
      expect(Object.keys(row).sort()).toEqual(
        [...Object.keys(names), ...texts, "expires_at"].sort(),
      );
      for (const text of [row.access_token, row.refresh_token, row.id_token, row.scope])
        expect(text ?? "").toMatch(/^[^\0]{0,65536}$/u);
      const { expires_at } = row;
      if (expires_at === null) return;
      expect(Number.isInteger(expires_at)).toBe(true);
      expect(expires_at).toBeLessThan(2 ** 31);
    }),
    { numRuns: 1000 },
  );
});

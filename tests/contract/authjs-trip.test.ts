// The trip to a provider and back: what the browser holds meanwhile, and what else it takes to come back.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { withProvider } from "../support/authjs-oidc";
import { allowConsole } from "../support/console";
import { sql } from "../support/database";
import { passProvider } from "../support/oidc";
import { everyStrategy } from "../support/strategies";

const { createBrowser, setUp } = withProvider({ AUTH_TRUST_HOST: "true" });
const origin = "https://app.example";
const back = `${origin}/api/auth/callback/oidc`;

describe.each(everyStrategy)("%s: on https", (name) => {
  test("every cookie that decides something is __Host-: a sibling subdomain can set none of them", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    await browser.startTrip();
    const held = [...browser.jar.keys()];
    expect(held).toContain("__Host-authjs.state");
    for (const cookie of held) expect(cookie).toMatch(/^__Host-/);
  });

  test("cookies of another's trip, planted by a sibling subdomain, bring nobody back", async () => {
    allowConsole(/InvalidCheck/);
    const [attacker, victim] = [0, 1].map(() => createBrowser(setUp(name).strategy, { origin }));
    if (!attacker || !victim) throw new Error();
    const login = `attacker-${randomUUID()}`;
    const url = await passProvider(await attacker.startTrip(), login, back);
    for (const [cookie, value] of attacker.jar)
      victim.jar.set(cookie.replace("__Host-", "__Secure-"), value);
    const answer = await victim.comeBack(url);
    expect(answer.headers.get("location")).toContain("/sign-in?error=");
    expect(victim.cookie).toBe("");
    expect(await sql(`SELECT 1 FROM "Account" WHERE "providerAccountId" = $1`, [login])).toEqual(
      [],
    );
    // The very same cookies, under the names that count, would have done it.
    await attacker.comeBack(url);
    expect(attacker.cookie).not.toBe("");
  });
});

// The trip to a provider and back: what the browser holds meanwhile, and what else it takes to come back.
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { password } from "../support/authjs";
import { withProvider } from "../support/authjs-oidc";
import { allowConsole } from "../support/console";
import { addUser, sql } from "../support/database";
import { passProvider } from "../support/oidc";
import { everyStrategy } from "../support/strategies";

const provided = withProvider({ AUTH_TRUST_HOST: "true" });
const { createBrowser, setUp } = provided;
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

describe.each(everyStrategy)("%s: what the browser holds meanwhile", (name) => {
  test("is one small cookie, however the state is encrypted", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    const url = new URL(await browser.startTrip());
    expect(url.searchParams.get("state")).toBeTruthy();
    expect(url.searchParams.get("nonce")).toBeTruthy();
    expect(url.searchParams.get("code_challenge")).toBeTruthy();
    const names = ["authjs.csrf-token", "authjs.callback-url", "authjs.state"];
    expect([...browser.jar.keys()].sort()).toEqual(names.map((name) => `__Host-${name}`).sort());
    expect(browser.jar.get("__Host-authjs.state")?.length).toBeLessThan(500);
  });

  test("is gone when they are back", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    await browser.signInThroughProvider(`back-${randomUUID()}`);
    expect(browser.cookie).not.toBe("");
    expect(browser.jar.has("__Host-authjs.state")).toBe(false);
  });

  test.each([
    ["without it", () => undefined],
    ["with one that was changed", (value: string) => `${value.slice(0, -3)}AAA`],
    ["with one that is none", () => "%00"],
  ])("%s nobody comes back, and is told to try again", async (_what, change) => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    const url = await passProvider(await browser.startTrip(), `lost-${randomUUID()}`, back);
    const value = change(browser.jar.get("__Host-authjs.state") ?? "");
    if (value === undefined) browser.jar.delete("__Host-authjs.state");
    else browser.jar.set("__Host-authjs.state", value);
    const answer = await browser.comeBack(url);
    expect(answer.headers.get("location")).toBe("/sign-in?error=InvalidCheck");
    expect(browser.cookie).toBe("");
  });

  test("belongs to one state, one code and one provider", async () => {
    // What is wrong beside the state is for Auth.js to find, and it says so.
    allowConsole(/CallbackRouteError|Provider with id/);
    const browser = createBrowser(setUp(name).strategy, { origin });
    const first = await passProvider(await browser.startTrip(), `first-${randomUUID()}`, back);
    const second = await passProvider(await browser.startTrip(), `second-${randomUUID()}`, back);
    for (const url of [first, `${second}x`, second.replace("/oidc?", "/other?")])
      expect(
        (await browser.comeBack(url).catch(() => null))?.headers.get("location") ?? "",
      ).not.toBe(`${origin}/account`);
    expect(browser.cookie).toBe("");
    await browser.comeBack(second);
    expect(browser.cookie).not.toBe("");
  });
});

describe.each(everyStrategy)("%s: whoever comes back as someone else", (name) => {
  test.each(["a guest", "another user"])("than %s who set out connects nothing", async (who) => {
    const { strategy, clock } = setUp(name);
    const browser = createBrowser(strategy, { origin, clock });
    const [first, second] = [await addUser({ password }), await addUser({ password })];
    if (who === "another user") await browser.signIn(first);
    const login = `swapped-${randomUUID()}`;
    const url = await passProvider(await browser.startTrip(), login, back);
    await browser.signIn(second);
    const answer = await browser.comeBack(url);
    expect(answer.headers.get("location")).toBe(`${origin}/account?connect=start-again`);
    expect(await sql(`SELECT 1 FROM "Account" WHERE "providerAccountId" = $1`, [login])).toEqual(
      [],
    );
    expect((await strategy.read(browser.cookie))?.user.id).toBe(second.id);
  });
});

describe.each(everyStrategy)("%s: a provider that hangs", (name) => {
  afterEach(() => provided.provider.goOn());

  test("keeps nobody waiting on the way out, nor on the way back", async () => {
    allowConsole(/oidc could not be asked: no answer within 5 s/);
    const browser = createBrowser(setUp(name).strategy, { origin });
    const url = await passProvider(await browser.startTrip(), `hangs-${randomUUID()}`, back);
    provided.provider.hang();
    expect(await browser.startTrip()).toBe(`${origin}/sign-in?error=ProviderUnavailable`);
    const answer = await browser.comeBack(url);
    expect(answer.headers.get("location")).toBe("/sign-in?error=ProviderUnavailable");
    expect(browser.cookie).toBe("");
    expect(browser.jar.has("__Host-authjs.state"), "so that it can be tried again").toBe(true);
  });
});

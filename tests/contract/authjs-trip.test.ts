// The redirect to a provider and back: the cookie with the state, and when it is accepted.
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
  test("every security-relevant cookie is __Host-, so a sibling subdomain cannot set it", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    await browser.startTrip();
    const held = [...browser.jar.keys()];
    expect(held).toContain("__Host-authjs.state");
    for (const cookie of held) expect(cookie).toMatch(/^__Host-/);
  });

  test("planted cookies of another user's sign-in are refused", async () => {
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
    // With the right names, the same cookies would be accepted.
    await attacker.comeBack(url);
    expect(attacker.cookie).not.toBe("");
  });
});

describe.each(everyStrategy)("%s: the state of a sign-in at a provider", (name) => {
  test("is one small cookie", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    const url = new URL(await browser.startTrip());
    expect(url.searchParams.get("state")).toBeTruthy();
    expect(url.searchParams.get("nonce")).toBeTruthy();
    expect(url.searchParams.get("code_challenge")).toBeTruthy();
    const names = ["authjs.csrf-token", "authjs.callback-url", "authjs.state"];
    expect([...browser.jar.keys()].sort()).toEqual(names.map((name) => `__Host-${name}`).sort());
    expect(browser.jar.get("__Host-authjs.state")?.length).toBeLessThan(500);
  });

  test("is deleted when the browser returns", async () => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    await browser.signInThroughProvider(`back-${randomUUID()}`);
    expect(browser.cookie).not.toBe("");
    expect(browser.jar.has("__Host-authjs.state")).toBe(false);
  });

  test.each([
    ["without it", () => undefined],
    ["with one that was changed", (value: string) => `${value.slice(0, -3)}AAA`],
    ["with one that is none", () => "%00"],
  ])("%s the sign-in is refused, and the user is asked to try again", async (_what, change) => {
    const browser = createBrowser(setUp(name).strategy, { origin });
    const url = await passProvider(await browser.startTrip(), `lost-${randomUUID()}`, back);
    const value = change(browser.jar.get("__Host-authjs.state") ?? "");
    if (value === undefined) browser.jar.delete("__Host-authjs.state");
    else browser.jar.set("__Host-authjs.state", value);
    const answer = await browser.comeBack(url);
    expect(answer.headers.get("location")).toBe("/sign-in?error=InvalidCheck");
    expect(browser.cookie).toBe("");
  });

  test("is valid for one state, one code and one provider", async () => {
    // Auth.js checks everything except the state, and reports errors.
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

describe.each(everyStrategy)("%s: a browser that returns as another user", (name) => {
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

// Under one strategy, because it takes ten seconds, and no session is read.
describe.each(everyStrategy.slice(0, 1))("%s: a hanging provider", (name) => {
  afterEach(() => provided.provider.goOn());

  test("delays neither the redirect to it nor the answer for long", async () => {
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

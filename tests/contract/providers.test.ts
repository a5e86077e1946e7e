// Google, Microsoft Entra ID and Apple: processes that behave as each of them does.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { password } from "../support/authjs";
import { withLikeness } from "../support/authjs-oidc";
import { allowConsole } from "../support/console";
import { addUser, sql } from "../support/database";
import { passProvider } from "../support/oidc";
import { everyStrategy } from "../support/strategies";

const origin = "https://app.example";
const TRIP = "__Host-authjs.state";

const ownerOf = async (login: string) =>
  (
    await sql<{ id: string; name: string; email: string | null; emailVerified: Date | null }>(
      `SELECT u.id, u.name, u.email, u."emailVerified" FROM "User" u JOIN "Account" a ON a."userId" = u.id
       WHERE a."providerAccountId" = $1`,
      [login],
    )
  )[0];

describe.each(["google", "microsoft-entra-id", "apple"] as const)("%s", (id) => {
  const { createBrowser, setUp } = withLikeness(id, { AUTH_TRUST_HOST: "true" });
  const newBrowser = (name: (typeof everyStrategy)[number]) => {
    const { strategy, clock } = setUp(name);
    return { strategy, browser: createBrowser(strategy, { origin, clock }) };
  };

  test.each(everyStrategy)("%s: signs in, and is found again", async (name) => {
    const login = `${id}-${randomUUID()}`;
    const ids = [];
    for (let visit = 0; visit < 2; visit++) {
      const { strategy, browser } = newBrowser(name);
      const answer = await browser.signInThroughProvider(login, id);
      expect(answer.headers.get("location")).toBe(`${origin}/account`);
      ids.push((await strategy.read(browser.cookie))?.user.id);
      expect(browser.jar.has(TRIP)).toBe(false);
    }
    expect(ids[0]).toBeTruthy();
    expect(ids[1]).toBe(ids[0]);
    expect((await ownerOf(login))?.id).toBe(ids[0]);
  });

  test.each(everyStrategy)("%s: is connected to the signed-in user", async (name) => {
    const { strategy, browser } = newBrowser(name);
    const user = await addUser({ password });
    await browser.signIn(user);
    const { cookie } = browser;
    const login = `${id}-${randomUUID()}`;
    const answer = await browser.signInThroughProvider(login, id);
    expect(answer.headers.get("location")).toBe(`${origin}/account`);
    expect((await ownerOf(login))?.id).toBe(user.id);
    expect(browser.cookie).toBe(cookie);
    expect((await strategy.read(cookie))?.user.id).toBe(user.id);
  });

  test.each(everyStrategy)("%s: ends the browser's previous session", async (name) => {
    const { strategy, browser } = newBrowser(name);
    const login = `${id}-${randomUUID()}`;
    await browser.signInThroughProvider(login, id);
    const { cookie: before } = browser;
    await browser.signInThroughProvider(login, id);
    expect(browser.cookie).not.toBe(before);
    if (strategy.asksStore) expect(await strategy.read(before)).toBeNull();
  });

  test("every provider checks the state, and a nonce or PKCE", async () => {
    const { browser } = newBrowser(everyStrategy[0] as (typeof everyStrategy)[number]);
    const url = new URL(await browser.startTrip("/account", id));
    expect(url.searchParams.get("state")).toBeTruthy();
    expect(url.searchParams.get("nonce")).toBeTruthy();
    // Apple does not know it.
    expect(url.searchParams.has("code_challenge")).toBe(id !== "apple");
  });
});

const [first] = everyStrategy as [(typeof everyStrategy)[number]];

describe("Google's address", () => {
  const { createBrowser, setUp } = withLikeness("google", { AUTH_TRUST_HOST: "true" });
  const signIn = (login: string) =>
    createBrowser(setUp(first).strategy, { origin }).signInThroughProvider(login, "google");

  test("counts as confirmed if Google says so", async () => {
    const login = `google-${randomUUID()}`;
    await signIn(login);
    expect(await ownerOf(login)).toMatchObject({
      name: `Provider's ${login}`,
      email: `${login}@provider.example`,
      emailVerified: expect.any(Date),
    });
  });

  test("is omitted if Google does not confirm it", async () => {
    const login = `unverified-${randomUUID()}`;
    await signIn(login);
    expect(await ownerOf(login)).toMatchObject({ email: null, emailVerified: null });
  });
});

describe("Microsoft's address", () => {
  const { createBrowser, setUp } = withLikeness("microsoft-entra-id", { AUTH_TRUST_HOST: "true" });
  const signIn = (login: string) =>
    createBrowser(setUp(first).strategy, { origin }).signInThroughProvider(
      login,
      "microsoft-entra-id",
    );

  test("is omitted, because any administrator of any tenant can set it", async () => {
    const victim = await addUser({ password });
    const login = `entra-${randomUUID()}`;
    const answer = await signIn(`${login}:${victim.email}`);
    // Nor does the answer tell whether the address has an account.
    expect(answer.headers.get("location")).toBe(`${origin}/account`);
    expect(await ownerOf(`${login}:${victim.email}`)).toMatchObject({
      name: `Provider's ${login}`,
      email: null,
    });
  });

  test("is accepted if the tenant owns its domain", async () => {
    const login = `edov-${randomUUID()}`;
    await signIn(login);
    expect((await ownerOf(login))?.email).toBe(`${login}@provider.example`);
  });
});

describe("Apple's form, which comes from Apple's site", () => {
  const { createBrowser, setUp } = withLikeness("apple", { AUTH_TRUST_HOST: "true" });
  const back = `${origin}/api/auth/callback/apple`;
  const newBrowser = () => createBrowser(setUp(first).strategy, { origin });
  const pass = async (browser: ReturnType<typeof newBrowser>, login: string) =>
    passProvider(await browser.startTrip("/account", "apple"), login, back);

  test("comes with the cookie that it needs, and with no other cookie", async () => {
    const sent: string[] = [];
    const browser = newBrowser();
    await browser.startTrip("/account", "apple");
    for (const [name] of browser.jar) if (browser.crossSite.has(name)) sent.push(name);
    expect(sent).toEqual([TRIP]);
  });

  test("contains the name once, and only the name is used", async () => {
    const login = `apple-${randomUUID()}`;
    for (let visit = 0; visit < 2; visit++) {
      const browser = newBrowser();
      const url = await pass(browser, login);
      expect(new URL(url).searchParams.has("user")).toBe(visit === 0);
      await browser.postBack(url);
      expect(await ownerOf(login)).toMatchObject({
        name: "Ada Lovelace",
        email: `${login}@provider.example`,
        emailVerified: expect.any(Date),
      });
    }
  });

  test.each(["{", "null", '{"name":null}', '{"name":{"firstName":7}}', '"x"', "[]"])(
    "with %s as the person signs them in without a name",
    async (user) => {
      const browser = newBrowser();
      const login = `apple-${randomUUID()}`;
      const url = new URL(await pass(browser, login));
      url.searchParams.set("user", user);
      await browser.postBack(url.href);
      expect(browser.cookie).not.toBe("");
      expect((await ownerOf(login))?.name).toBeNull();
    },
  );

  test("leaves neither the code nor the name in a URL", async () => {
    const browser = newBrowser();
    const url = await pass(browser, `apple-${randomUUID()}`);
    const { code } = Object.fromEntries(new URL(url).searchParams);
    const answer = await browser.postOnly(url);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const location = new URL(answer.headers.get("location") ?? "", origin);
    expect([...location.searchParams.keys()]).toEqual(["state"]);
    expect(browser.jar.get(TRIP)).not.toContain(code);
    expect(browser.crossSite.has(TRIP)).toBe(false);
    await browser.comeBack(location.href);
    expect(browser.cookie).not.toBe("");
  });

  test.each([
    ["of another browser", (url: URL) => url, true],
    ["with another state", (url: URL) => url.searchParams.set("state", "x"), false],
    ["without a state", (url: URL) => url.searchParams.delete("state"), false],
    ["that is too long", (url: URL) => url.searchParams.set("user", "x".repeat(3000)), false],
  ])("%s is refused", async (_what, change, elsewhere) => {
    const [browser, other] = [newBrowser(), newBrowser()];
    await other.startTrip("/account", "apple");
    const url = new URL(await pass(browser, `apple-${randomUUID()}`));
    change(url);
    const answer = await (elsewhere ? other : browser).postBack(url.href);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/sign-in?error=InvalidCheck");
    expect([browser.cookie, other.cookie]).toEqual(["", ""]);
  });

  test("reports a cancellation", async () => {
    allowConsole(/OAuthCallbackError/);
    const browser = newBrowser();
    const start = new URL(await browser.startTrip("/account", "apple"));
    const state = `${start.searchParams.get("state")}`;
    const answer = await browser.postBack(
      `${back}?${new URLSearchParams({ error: "user_cancelled_authorize", state })}`,
    );
    expect(answer.headers.get("location")).toContain("/sign-in?error=OAuthCallbackError");
  });
});

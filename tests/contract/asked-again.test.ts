// Signing in again at a provider, to show who is there: a real one, at which somebody is signed in already.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { RECENT } from "@/lib/session/recent";
import { withProvider } from "../support/authjs-oidc";
import { MINUTE, SECOND } from "../support/clock";
import { passProvider } from "../support/oidc";
import { everyStrategy } from "../support/strategies";

const { createBrowser, setUp } = withProvider();
const BACK = "http://localhost:3000/api/auth/callback/oidc";
const REFUSED = "/sign-in?again=true&error=NotAskedAgain";

describe.each(everyStrategy)("%s: a user who signs in again at the provider", (name) => {
  /** Signed in a minute ago, here and there; then on the way there again. `change` is what somebody does to the address. */
  async function again(change: (params: URLSearchParams) => void, later = MINUTE) {
    const { strategy, clock } = setUp(name);
    clock.set(Date.now());
    const jar = new Map<string, string>();
    const login = `again-${randomUUID()}`;
    const browser = createBrowser(strategy, { clock });
    await browser.comeBack(await passProvider(await browser.startTrip(), login, BACK, jar));
    const before = await strategy.read(browser.cookie);
    clock.pass(later);
    const url = new URL(await browser.startTrip("/account", "oidc", { max_age: "0" }));
    expect(url.searchParams.get("max_age")).toBe("0");
    change(url.searchParams);
    const answer = await browser.comeBack(await passProvider(url.href, login, BACK, jar));
    const after = await strategy.read(browser.cookie, { fresh: true });
    return { location: answer.headers.get("location"), before, after, clock };
  }

  test("gets a new session if the provider asked them", async () => {
    const { location, before, after, clock } = await again(() => {});
    expect(location).toBe("http://localhost:3000/account");
    expect(after?.user).toEqual(before?.user);
    expect(after?.authTime).toBe(clock());
    expect(after?.id).not.toBe(before?.id);
  });

  test("keeps the old session if auth_time is not recent", async () => {
    const change = (params: URLSearchParams) => params.set("max_age", "100000");
    // The provider's clock goes on meanwhile.
    const { location, before, after } = await again(change, 2 * RECENT * SECOND);
    expect(location).toContain(REFUSED);
    expect(after).toMatchObject({ id: before?.id, authTime: before?.authTime });
  });

  test("keeps the old session if max_age was removed from the URL", async () => {
    const { location, before, after } = await again((params) => params.delete("max_age"));
    expect(location).toContain(REFUSED);
    expect(after).toMatchObject({ id: before?.id, authTime: before?.authTime });
  });
});

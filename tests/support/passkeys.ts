// Helpers of the passkey tests.
import { randomInt } from "node:crypto";
import { finishAdding, startAdding } from "@/features/passkeys/add";
import { signInWithPasskey, startSignIn } from "@/features/passkeys/sign-in";
import type { RequestParts } from "@/lib/session/cookie";
import { sessionCookie } from "@/lib/session/cookie";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { createAuthenticator, type Lies } from "./authenticator";

export const site = { id: "site.example", origin: "https://site.example" };

/** A browser with cookies, in a unique network (RFC 3849). */
export function createPasskeyBrowser(strategy: SessionStrategy) {
  const jar = new Map<string, string>();
  const network = `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}`;
  const headers = new Headers({
    host: "site.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": `${network}::1`,
  });
  const request: RequestParts = {
    headers,
    cookies: {
      get: (name) => (jar.has(name) ? { value: jar.get(name) ?? "" } : undefined),
      set: (name, value) => void (value ? jar.set(name, value) : jar.delete(name)),
    },
  };
  return {
    jar,
    request,
    get cookie() {
      return jar.get(sessionCookie(strategy, headers).name) ?? "";
    },
    ask: (options?: Parameters<typeof startSignIn>[2]) => startSignIn(request, site, options),
    send: (answer: unknown, more: { short?: true; now?: number } = {}) =>
      signInWithPasskey(request, { strategy, site, answer, ...more }),
  };
}

/** A user's new passkey in a new authenticator. */
export async function addPasskey(user: SessionUser, options?: { counts?: boolean }) {
  const authenticator = createAuthenticator(site.origin, options);
  const session = { id: `session-of-${user.id}`, user };
  const asked = await startAdding(session, site);
  const answer = authenticator.create(asked);
  const added = await finishAdding(session, { answer, name: "Laptop" }, site);
  if (added !== "done") throw new Error(`Not added: ${added}`);
  return authenticator;
}

/** Requests options, and answers with wrong values. */
export async function signInLying(
  browser: ReturnType<typeof createPasskeyBrowser>,
  authenticator: ReturnType<typeof createAuthenticator>,
  lies: Lies,
) {
  return browser.send(authenticator.get(await browser.ask(), lies));
}

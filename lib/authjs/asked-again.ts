// A user who signs in again at a provider must show who they are. But a provider with a session of its own redirects anyone
// who uses the browser back at once. So the app requires a new sign-in at the provider, and checks that it took place.
import "server-only";
import { decodeJwt } from "jose";
import type { Account, NextAuthConfig } from "next-auth";
import { authConfig } from "@/auth.config";
import { isRecent } from "../session/recent";
import type { Session } from "../session/strategy";
import { discover, findProvider } from "./provider-server";
import { idWithoutRow } from "./sessions";

export type SignIn = NonNullable<NonNullable<NextAuthConfig["callbacks"]>["signIn"]>;

export const isByProvider = (account?: Account | null): account is Account =>
  account?.type === "oauth" || account?.type === "oidc";

/** Requires a new sign-in at the provider (OpenID Connect Core 3.1.2.1). Providers without support ignore `max_age`. */
export const askAgain = (provider: string): Record<string, string> => ({
  max_age: "0",
  // Microsoft does not support max_age.
  ...(provider === "microsoft-entra-id" && { prompt: "login" }),
});

interface Trip {
  /** The current session, read once per request. Rejects if it could not be checked. */
  current: () => Promise<Session | null>;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** A callback of Auth.js. A signed-in user gets a new session only after a new sign-in at the provider; `next` decides the rest. */
export function requireAskedAgain({ current, clock }: Trip, next: SignIn): SignIn {
  return async (arrival) => {
    const { user, account } = arrival;
    const session = isByProvider(account) ? await current() : null;
    const isTheirs =
      session && account && [user.id, idWithoutRow(account)].includes(session.user.id);
    if (!isTheirs || (await hasAskedAgain(account, clock()))) return next(arrival);
    const query = new URLSearchParams({ again: "true", error: "NotAskedAgain" });
    return `${authConfig.pages.signIn}?${query}`;
  };
}

/**
 * Whether the user has signed in at the provider recently. The claim `auth_time` of the ID token has the time (OpenID Connect
 * Core 2). A provider that never sends the claim is accepted. If the provider in AUTH_OIDC_ISSUER lists the claim and does not
 * send it, it was not required to, for example because `max_age` was removed from the URL. This is refused.
 */
async function hasAskedAgain({ provider, id_token }: Account, now: number): Promise<boolean> {
  // Auth.js has verified the ID token.
  const { auth_time } = id_token ? decodeJwt(id_token) : {};
  if (typeof auth_time === "number") return isRecent({ authTime: auth_time * 1000 }, now);
  const found = provider === "oidc" ? findProvider(provider) : undefined;
  return !(found && (await discover(found)).claims_supported?.includes("auth_time"));
}

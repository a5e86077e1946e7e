import type { NextAuthConfig } from "next-auth";

/** Seconds that a sign-in at a provider may take. */
export const TRIP = 15 * 60;

/** Auth.js's cookies that affect security, and their lifetimes in seconds (absent: until the browser is closed). */
const deciding = {
  callbackUrl: { name: "authjs.callback-url" },
  csrfToken: { name: "authjs.csrf-token" },
  pkceCodeVerifier: { name: "authjs.pkce.code_verifier", maxAge: TRIP },
  state: { name: "authjs.state", maxAge: TRIP },
  nonce: { name: "authjs.nonce", maxAge: TRIP },
  webauthnChallenge: { name: "authjs.challenge", maxAge: TRIP },
};

/**
 * Auth.js's own cookies, for one request. On https all have the prefix `__Host-` (ASVS 3.3.1): a sibling subdomain can
 * set a `__Secure-` cookie, and so could plant the state, PKCE verifier and nonce of its own sign-in.
 *
 * The objects are new at each call, because Auth.js changes them: for a provider with
 * `response_mode=form_post` (Apple) it makes state and nonce `SameSite=None`.
 */
export function authjsCookies(secure: boolean): NonNullable<NextAuthConfig["cookies"]> {
  const prefix = secure ? "__Host-" : "";
  return Object.fromEntries(
    Object.entries(deciding).map(([key, { name, ...life }]) => [
      key,
      {
        name: prefix + name,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure, ...life },
      },
    ]),
  );
}

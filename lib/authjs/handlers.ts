// Changes how Auth.js handles errors.

import type { NextRequest } from "next/server";
import { AuthError, CredentialsSignin } from "next-auth";
import { authConfig } from "@/auth.config";
import { limitDatabaseWait } from "../database/request-limit";
import { findCause, findStoreUnavailable, ProviderUnavailable } from "../errors";
import { siteOrigin } from "../http/origin";
import { PRIVATE } from "../http/private";
import { answerFaults, json } from "../http/respond";
import { log } from "../log";

/** Bad requests that Auth.js reports as configuration errors, and the messages for the client. */
const refusals: Record<string, string> = {
  InvalidCallbackUrl: "callbackUrl must be a path or an address of this site.",
  UntrustedHost: "This host is not known here. Its owner can set AUTH_URL or AUTH_TRUST_HOST.",
};

/** The provider's answer cannot be used. */
class OAuthCallbackError extends AuthError {
  static type = "OAuthCallbackError" as const;
}

/** Auth.js redirects to the sign-in page for it, with `?error=AccessDenied`. */
export class AccessDenied extends AuthError {
  static type = "AccessDenied" as const;
}

const isRefusal = (error: unknown): error is AuthError =>
  error instanceof AuthError && error.type in refusals;

/** After logging one of these, Auth.js deletes the cookie of a session that may still be valid. */
const swallowed = new Set(["JWTSessionError", "SignOutError", "EventError"]);
const passedOn = new WeakSet<Error>();

/**
 * Auth.js catches every error, logs it, and continues as if nobody were signed in: it deletes the cookie, or does
 * not end the session. The logger is the only hook before that. So it throws these again: "could not check", mistakes in the code of a
 * strategy (Next.js logs them and answers 500), and bad requests that Auth.js would answer with 500.
 */
export function passOn(error: Error): void {
  const unavailable = findStoreUnavailable(error);
  if (unavailable) throw unavailable;
  const provider = findCause(error, ProviderUnavailable);
  if (provider) {
    log.warn("[providers]", provider);
    throw provider;
  }
  if (isRefusal(error) || passedOn.has(error)) throw error;
  // Refused sign-ins and expired cookies are normal answers, not errors.
  const { cause } = error as { cause?: { err?: Error } };
  // #region postgres
  if (error instanceof CredentialsSignin || error instanceof AccessDenied) return;
  // #endregion
  if (cause?.err?.message === "Invalid JWT") return;
  if (error instanceof AuthError && swallowed.has(error.type)) {
    const mistake = cause?.err ?? error;
    passedOn.add(mistake);
    throw mistake;
  }
  log.error("[auth]", error);
  // Auth.js would redirect to its own error page, which does not exist here.
  if (error.name === "OAuthProfileParseError") throw new OAuthCallbackError();
}

/**
 * Auth.js's route handlers with some changes: a bad request gives 400; the session cookie is sent only when it changes, so
 * a slow answer overwrites no newer one; no cache stores an answer; and pages of its own (`GET /api/auth/signout`) have a
 * Content-Security-Policy (ASVS 3.4.3). StoreUnavailable becomes 503.
 */
export function adaptHandler(handler: (request: NextRequest) => Promise<Response>) {
  return answerFaults(async (request: NextRequest) => {
    try {
      return restrictPage(
        keepUnchangedCookies(request, await limitDatabaseWait(() => handler(request))),
      );
    } catch (error) {
      if (isWayBack(request) && findStoreUnavailable(error))
        return leadToSignIn(request, "Unavailable", 303);
      if (error instanceof ProviderUnavailable) return leadToSignIn(request, "ProviderUnavailable");
      if (!isRefusal(error)) throw error;
      const response = json({ error: error.type, message: refusals[error.type] }, 400);
      // The bad URL may be in the cookie, and would then break every later request.
      for (const { name } of request.cookies.getAll())
        if (name.endsWith("authjs.callback-url"))
          response.headers.append("set-cookie", removal(name));
      return response;
    }
  });
}

/** Its pages have a form, a style sheet of their own, and no script. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function restrictPage(response: Response): Response {
  if (response.headers.get("content-type")?.includes("text/html"))
    response.headers.set("Content-Security-Policy", PAGE_POLICY);
  return response;
}

/** Browsers ignore it, for a name that begins with __Secure-, unless it is Secure itself. */
const removal = (name: string) =>
  `${name}=; Path=/; Max-Age=0${name.startsWith("__") ? "; Secure" : ""}`;

/**
 * Redirects to the sign-in page, which explains `error` (lib/accounts/sign-in-errors.ts). `signIn` of next-auth/react
 * expects the URL as JSON.
 */
export function leadToSignIn(
  { headers }: Pick<NextRequest, "headers">,
  error: string,
  status = 302,
): Response {
  const path = `${authConfig.pages.signIn}?${new URLSearchParams({ error })}`;
  if (headers.has("x-auth-return-redirect"))
    return json({ url: `${siteOrigin(headers) ?? ""}${path}` });
  return new Response(null, {
    status,
    headers: { ...PRIVATE, Location: path },
  });
}

/** After a provider's redirect, a user sees the answer, so it must be a page and not JSON. */
export const isWayBack = ({ method, nextUrl }: NextRequest) =>
  method === "GET" && nextUrl.pathname.startsWith("/api/auth/callback/");

/** If a handler also sets cookies of its own, Next.js parses these again, and loses a Max-Age of 0. */
const LONG_AGO = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";

function keepUnchangedCookies(request: NextRequest, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", PRIVATE["Cache-Control"]);
  headers.delete("set-cookie");
  for (const cookie of changedCookies(request, response))
    headers.append("set-cookie", cookie.replace(/Max-Age=0(?=;|$)/i, `$&; ${LONG_AGO}`));
  return new Response(response.body, { status: response.status, headers });
}

/** Auth.js sets the session cookie with every answer, also with the value that the browser has. */
export function changedCookies({ cookies }: NextRequest, { headers }: Response): string[] {
  return headers.getSetCookie().filter((cookie) => {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    return value === "" || cookies.get(name)?.value !== decodeURIComponent(value);
  });
}

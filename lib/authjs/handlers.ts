// What Auth.js does when something goes wrong, put right.

import type { NextRequest } from "next/server";
import { AuthError, CredentialsSignin } from "next-auth";
import { authConfig } from "@/auth.config";
import { withPatience } from "../database/request-limit";
import { findCause, findStoreUnavailable, ProviderUnavailable } from "../errors";
import { siteOrigin } from "../http/origin";
import { answerFaults, json, PRIVATE } from "../http/respond";
import { log } from "../log";

/** Bad requests that Auth.js takes for a mistake of its configuration, and what to tell who made them. */
const refusals: Record<string, string> = {
  InvalidCallbackUrl: "callbackUrl must be a path or an address of this site.",
  UntrustedHost: "This host is not known here. Its owner can set AUTH_URL or AUTH_TRUST_HOST.",
};

/** The provider said something that cannot be used. */
class OAuthCallbackError extends AuthError {
  static type = "OAuthCallbackError" as const;
}

/** Auth.js leads whoever gets it to the sign-in page, with `?error=AccessDenied`. */
export class AccessDenied extends AuthError {
  static type = "AccessDenied" as const;
}

const isRefusal = (error: unknown): error is AuthError =>
  error instanceof AuthError && error.type in refusals;

/** After logging one of these, Auth.js deletes the cookie of a session that may well be alive. */
const swallowed = new Set(["JWTSessionError", "SignOutError", "EventError"]);
const passedOn = new WeakSet<Error>();

/**
 * Auth.js catches every error, logs it, and goes on as if nobody were signed in: it deletes the cookie,
 * or forgets the row. The logger is the one hook before that, so "could not check" leaves through here,
 * and so do mistakes in the code of a strategy (Next.js logs them and answers 500), and requests that
 * Auth.js would answer with 500 although the mistake is the client's.
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
  // A wrong password, a user who is disabled and a cookie that has ended are everyday answers, not errors.
  const { cause } = error as { cause?: { err?: Error } };
  if (error instanceof CredentialsSignin || error instanceof AccessDenied) return;
  if (cause?.err?.message === "Invalid JWT") return;
  if (error instanceof AuthError && swallowed.has(error.type)) {
    const mistake = cause?.err ?? error;
    passedOn.add(mistake);
    throw mistake;
  }
  log.error("[auth]", error);
  // Auth.js would lead to an address of its own that there is not.
  if (error.name === "OAuthProfileParseError") throw new OAuthCallbackError();
}

/**
 * Auth.js's route handlers with four habits mended: a store that is down gives 503; a bad request gives 400; the
 * session cookie is sent only when it changes, so a slow answer overwrites no newer one; and no cache stores an answer.
 */
export function mendHandler(handler: (request: NextRequest) => Promise<Response>) {
  return answerFaults(async (request: NextRequest) => {
    try {
      return keepUnchangedCookies(request, await withPatience(() => handler(request)));
    } catch (error) {
      if (isWayBack(request) && findStoreUnavailable(error))
        return leadToSignIn(request, "Unavailable", 303);
      if (error instanceof ProviderUnavailable) return leadToSignIn(request, "ProviderUnavailable");
      if (!isRefusal(error)) throw error;
      const response = json({ error: error.type, message: refusals[error.type] }, 400);
      // It may be the one in the cookie, and would then stand in the way of every request to come.
      for (const { name } of request.cookies.getAll())
        if (name.endsWith("authjs.callback-url"))
          response.headers.append("set-cookie", removal(name));
      return response;
    }
  });
}

/** Browsers ignore it, for a name that begins with __Secure-, unless it is Secure itself. */
const removal = (name: string) =>
  `${name}=; Path=/; Max-Age=0${name.startsWith("__") ? "; Secure" : ""}`;

/**
 * To the sign-in page, which says what `error` means (lib/accounts/sign-in-errors.ts). `signIn` of next-auth/react
 * wants the address as JSON.
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

/** On the way back from a provider someone sees the answer, and a page serves them better than JSON. */
export const isWayBack = ({ method, nextUrl }: NextRequest) =>
  method === "GET" && nextUrl.pathname.startsWith("/api/auth/callback/");

/** Where a handler sets cookies of its own too, Next.js parses these again, and loses a Max-Age of 0. */
const LONG_AGO = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";

function keepUnchangedCookies(request: NextRequest, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", PRIVATE["Cache-Control"]);
  headers.delete("set-cookie");
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    const unchanged =
      value !== "" && request.cookies.get(name)?.value === decodeURIComponent(value);
    if (!unchanged)
      headers.append("set-cookie", cookie.replace(/Max-Age=0(?=;|$)/i, `$&; ${LONG_AGO}`));
  }
  return new Response(response.body, { status: response.status, headers });
}

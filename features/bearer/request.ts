// A program sends its session as `Authorization: Bearer TOKEN` instead of a cookie (RFC 6750).
import { type RequestParts, sessionCookie } from "../../lib/session/cookie";
import type { StrategyFacts } from "../../lib/session/strategy";
import { underAcceptedNames } from "../move/program-names";

/**
 * The token of the Authorization header: undefined where the header is missing or has another scheme, "" where the
 * token has no valid form (RFC 6750 2.1).
 */
function bearerToken(headers: Headers): string | undefined {
  const authorization = headers.get("authorization") ?? "";
  if (!/^bearer( |$)/i.test(authorization)) return undefined;
  return /^bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1] ?? "";
}

/**
 * Whether the request has a token. Then its cookies are ignored. No browser adds this header automatically, so another
 * site cannot forge such a request, and its Origin need not be checked.
 */
export const isBearer = (headers: Headers): boolean => bearerToken(headers) !== undefined;

/** A request with a token, as a request whose only cookie is the session's, and which cannot set cookies. */
export function withBearer(strategy: StrategyFacts, request: RequestParts): RequestParts {
  return isBearer(request.headers) ? withoutCookies(strategy, request.headers) : request;
}

/** The same for every request: a request without a token gets no cookie at all. */
export function withoutCookies(strategy: StrategyFacts, sent: Headers): RequestParts {
  const { name } = sessionCookie(strategy, sent);
  const value = bearerToken(sent);
  const headers = new Headers(sent);
  if (value) headers.set("cookie", `${name}=${value}`);
  else headers.delete("cookie");
  return underAcceptedNames(name, {
    headers,
    cookies: { get: (asked) => (value && asked === name ? { value } : undefined), set() {} },
  });
}

/**
 * The headers of an answer with 401 (RFC 9110 11.6.1, RFC 6750 3): they say that a token is needed, or that
 * the given one is invalid. `more` are the answer's other headers.
 */
export function challenge(headers: Headers, more: Record<string, string> = {}) {
  const error = isBearer(headers) ? ', error="invalid_token"' : "";
  return { "WWW-Authenticate": `Bearer realm="session"${error}`, ...more };
}

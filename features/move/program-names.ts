// The cookie names under which a program's token is searched, because programs send no cookie names.
import { env } from "../../lib/env";
import { type RequestParts, sessionCookie } from "../../lib/session/cookie";
import { acceptable, isIssued } from "./accepted";

/** Accepted strategies whose tokens programs may have: none of them is from a stock Auth.js app. */
export const issuedToPrograms = () =>
  env.AUTH_STRATEGY_ALSO.map((name) => acceptable[name]).filter(isIssued);

/** `request` has a program's token as the cookie `name`. The token may be of an accepted strategy, too. */
export function underAcceptedNames(name: string, request: RequestParts): RequestParts {
  if (env.AUTH_STRATEGY_ALSO.length === 0) return request;
  const { headers, cookies } = request;
  const names = issuedToPrograms().map((facts) => sessionCookie(facts, headers).name);
  return {
    headers,
    cookies: {
      get: (asked) => cookies.get(names.includes(asked) ? name : asked),
      set: (...cookie) => cookies.set(...cookie),
    },
  };
}

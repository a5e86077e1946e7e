// Programs send one token under every strategy, and cannot get a cookie.
import { type RequestParts, refreshCookie, sessionCookies } from "../../lib/session/cookie";
import { needsRefresh } from "../../lib/session/refresh/refresh";
import type { IssuedSession, SessionStrategy } from "../../lib/session/strategy";
import { isBearer } from "../bearer/request";

/** Whether a refresh may restore the session of this cookie. A program's token may be of any strategy. */
export async function mayRefresh(
  strategy: SessionStrategy,
  cookie: string,
  request: RequestParts,
): Promise<boolean> {
  if ((await needsRefresh(strategy, request)) === "no") return false;
  return !isBearer(request.headers) || Boolean(await strategy.refresh?.sessionOf(cookie));
}

/** Turns the tokens of a program into the cookies of a request. The cookies that are set there are returned as JSON. */
export function asCookies(sent: Headers, shown: Map<string, string>): RequestParts {
  const jar = new Map(shown);
  const headers = new Headers(sent);
  headers.delete("authorization");
  headers.set("cookie", [...shown].map(([name, value]) => `${name}=${value}`).join("; "));
  return {
    headers,
    cookies: {
      get: (name) => (jar.has(name) ? { value: jar.get(name) ?? "" } : undefined),
      set(name, value, { maxAge }) {
        if (value === "" || maxAge === 0) jar.delete(name);
        else jar.set(name, value);
      },
    },
  };
}

/** The refresh token among these cookies. */
export function refreshTokenOf(
  strategy: SessionStrategy,
  { headers, cookies }: RequestParts,
): string | undefined {
  const described = refreshCookie(strategy, headers);
  return described ? cookies.get(described.name)?.value : undefined;
}

/** The session in these cookies. */
export async function heldBy(
  strategy: SessionStrategy,
  request: RequestParts,
): Promise<IssuedSession | null> {
  const { cookie } = sessionCookies(strategy, request);
  const session = cookie ? await strategy.read(cookie) : null;
  return (
    session && {
      ...session,
      cookie: cookie ?? "",
      refreshToken: refreshTokenOf(strategy, request),
    }
  );
}

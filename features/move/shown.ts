// The cookie of an accepted strategy, in a request. Edge-safe.
import { type RequestParts, sessionCookie, sessionCookies } from "../../lib/session/cookie";
import type { StrategyFacts } from "../../lib/session/strategy";
import { isIssued } from "./accepted";

type Request = { headers: Headers; cookies: Pick<RequestParts["cookies"], "get"> };

/** The most chunks of a stock Auth.js cookie: 8 chunks of 4 KB are more than servers accept in headers. */
const MOST = 8;

function chunksOf(from: StrategyFacts, { headers, cookies }: Request): string[] {
  const { name } = sessionCookie(from, headers);
  const names = Array.from({ length: MOST }, (_, n) => `${name}.${n}`);
  const missing = names.findIndex((chunk) => cookies.get(chunk) === undefined);
  return missing < 0 ? names : names.slice(0, missing);
}

/** Auth.js splits values that do not fit into one cookie. */
export function shownOf(from: StrategyFacts, request: Request): string | undefined {
  const { name } = sessionCookie(from, request.headers);
  const whole = request.cookies.get(name)?.value;
  if (whole || isIssued(from)) return whole || undefined;
  const parts = chunksOf(from, request).map((chunk) => request.cookies.get(chunk)?.value);
  return parts.join("") || undefined;
}

/** Removes the session's cookies from the browser. */
export function clearShown(from: StrategyFacts, request: RequestParts): void {
  const chunks = isIssued(from) ? [] : chunksOf(from, request);
  sessionCookies(from, request).clear();
  const { options } = sessionCookie(from, request.headers);
  for (const name of chunks) request.cookies.set(name, "", { ...options, maxAge: 0 });
}

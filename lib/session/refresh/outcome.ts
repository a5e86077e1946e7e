// The result of the last trip through the refresh route, in a cookie. It prevents redirect loops. It belongs to one access
// cookie, so a late answer has no effect on a newer sign-in. Edge-safe.
import { outcomeCookie, type RequestParts } from "../cookie";
import { hashToken } from "../tokens/reference-token";

/**
 * "refused": the session has ended. "unknown": the store gave no answer, or this server does not accept the new access
 * token, because two clocks differ too much. Another trip would not help. Nobody is signed out because of it.
 */
export type Outcome = "refused" | "unknown";

/** Seconds before a trip is tried again after "unknown". */
export const PAUSE = 3;

/** The cookie that keeps it. `__Host-` on https: a planted one could cause a redirect loop. `maxAge` in seconds. */
export async function toOutcomeCookie(
  headers: Headers,
  outcome: Outcome,
  accessCookie: string,
  maxAge = PAUSE,
) {
  const { name, options } = outcomeCookie(headers);
  const value = `${outcome}.${await hashToken(accessCookie)}`;
  return { name, value, options: { ...options, maxAge } };
}

/** For an access cookie that is not valid. "due": a refresh may restore the session. */
export async function refreshState(
  accessCookie: string,
  { headers, cookies }: { headers: Headers; cookies: Pick<RequestParts["cookies"], "get"> },
): Promise<Outcome | "due"> {
  const [outcome, hash] = cookies.get(outcomeCookie(headers).name)?.value.split(".") ?? [];
  if (!hash || hash !== (await hashToken(accessCookie))) return "due";
  return outcome === "refused" ? "refused" : "unknown";
}

// What the last trip through the refresh route came to, in a cookie, so that no browser goes round in circles. It is
// about one access cookie alone: a late answer says nothing about a newer sign-in. Edge-safe.
import { outcomeCookie, type RequestParts } from "../cookie";
import { hashToken } from "../tokens/reference-token";

/**
 * "refused": the session has ended. "unknown": the store gave no answer, or the new access token does not read here, as
 * when two clocks are far apart. Another trip would tell no more, and nobody is signed out by it.
 */
export type Outcome = "refused" | "unknown";

/** Seconds in which "unknown" is not asked again. */
export const PAUSE = 3;

/** The cookie that keeps it. `__Host-` on https: a planted one would send a browser round in circles. `maxAge` in seconds. */
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

/** For an access cookie that does not read. "due": a refresh may bring the session back. */
export async function refreshState(
  accessCookie: string,
  { headers, cookies }: { headers: Headers; cookies: Pick<RequestParts["cookies"], "get"> },
): Promise<Outcome | "due"> {
  const [outcome, hash] = cookies.get(outcomeCookie(headers).name)?.value.split(".") ?? [];
  if (!hash || hash !== (await hashToken(accessCookie))) return "due";
  return outcome === "refused" ? "refused" : "unknown";
}

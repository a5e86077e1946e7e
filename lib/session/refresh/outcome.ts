// What the last trip through the refresh route came to, in a cookie, so that no browser goes round in circles. It is
// about one access cookie alone: a late answer says nothing about a newer sign-in. Edge-safe.
import { hashToken } from "../tokens/reference-token";

/**
 * "refused": the session has ended. "unknown": the store gave no answer, or the new access token does not read here, as
 * when two clocks are far apart. Another trip would tell no more, and nobody is signed out by it.
 */
export type Outcome = "refused" | "unknown";

const NAME = "last-refresh";

/** Seconds in which "unknown" is not asked again. */
export const PAUSE = 3;

interface Jar {
  get(name: string): { value: string } | undefined;
}

/** The cookie that keeps it. `maxAge` in seconds. */
export async function toOutcomeCookie(outcome: Outcome, accessCookie: string, maxAge = PAUSE) {
  return {
    name: NAME,
    value: `${outcome}.${await hashToken(accessCookie)}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", maxAge },
  } as const;
}

/** For an access cookie that does not read. "due": a refresh may bring the session back. */
export async function refreshState(accessCookie: string, jar: Jar): Promise<Outcome | "due"> {
  const [outcome, hash] = jar.get(NAME)?.value.split(".") ?? [];
  if (!hash || hash !== (await hashToken(accessCookie))) return "due";
  return outcome === "refused" ? "refused" : "unknown";
}

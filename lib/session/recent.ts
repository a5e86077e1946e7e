// Step-up: some actions need a recent sign-in (ASVS 7.5.1). `authTime` tells when it was.
import type { Session } from "./strategy";

/** How many seconds after signing in a user may change how they sign in. */
export const RECENT = 15 * 60;

/** Whether the user signed in `within` this many seconds. `now` in ms since the epoch. */
export function isRecent(
  { authTime }: Pick<Session, "authTime">,
  now = Date.now(),
  within = RECENT,
): boolean {
  return now - authTime < within * 1000;
}

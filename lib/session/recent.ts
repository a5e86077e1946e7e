import type { Session } from "./strategy";

/** Seconds after signing in during which someone may change how they sign in (ASVS 7.5.1). */
export const RECENT = 15 * 60;

/** Whether the user has proved who they are just now. `now` in ms since the epoch. */
export function isRecent({ authTime }: Pick<Session, "authTime">, now = Date.now()): boolean {
  return now - authTime < RECENT * 1000;
}

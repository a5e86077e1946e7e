// Figures of a report in words. Null stands for what did not come while it was watched.
import type { Figures } from "./report-schema";

/** A request's own time is no lag. */
export const isAtOnce = (seconds: number) => seconds < 1;

/** How late something came: `next request`, `7.6 s`, `not in 15 s`. */
export function toLag(seconds: number | null, watched: number): string {
  if (seconds === null) return `not in ${watched} s`;
  return isAtOnce(seconds) ? "next request" : `${seconds.toFixed(1)} s`;
}

/** What someone who is signed in gets with the database stopped, and once it is back. */
export function toOutage(figures: Figures["databaseDown"], watched: number): string {
  const { servedSeconds, thenStatus, signedInAfterwards } = figures;
  const afterwards = signedInAfterwards ? "signed in afterwards" : "signed out afterwards";
  if (servedSeconds === null) return `served all ${watched} s, ${afterwards}`;
  return isAtOnce(servedSeconds)
    ? `${thenStatus} at once, ${afterwards}`
    : `served for ${servedSeconds.toFixed(1)} s, then ${thenStatus}, ${afterwards}`;
}

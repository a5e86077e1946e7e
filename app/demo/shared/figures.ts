// Figures of a report as text. Null: the change was not seen while the run waited for it.
import { inWords } from "@/lib/duration";
import type { Figures, Median, Report } from "./report-schema";

/** A measured time, and what it means for an app with other lifetimes than those of the run. */
export interface Told {
  /** `next request`, `up to 15 min`, `not in 15 s`. */
  text: string;
  /** The exact measurement, if `text` does not contain it. */
  measured: string | null;
}

/** The duration of the request itself is not a delay. */
export const isAtOnce = (seconds: number) => seconds < 1;

/**
 * A delay. `accessMaxAge`: lifetime of an access token in the reader's app, in seconds; null for a strategy without one.
 * A delay that depended on the expiry of a token is shown with this lifetime.
 */
export function toLag(
  seconds: number | null,
  run: Report["settings"],
  accessMaxAge: number | null,
): Told {
  if (seconds === null) return { text: `not in ${run.watched} s`, measured: null };
  if (isAtOnce(seconds)) return { text: "next request", measured: null };
  if (accessMaxAge === null) return { text: `${seconds.toFixed(1)} s`, measured: null };
  return { text: `up to ${inWords(accessMaxAge)}`, measured: waited(seconds, run) };
}

/** How a signed-in user is answered while the database is stopped, and after it is back. */
export function toOutage(
  { servedSeconds, thenStatus, signedInAfterwards }: Figures["databaseDown"],
  run: Report["settings"],
  accessMaxAge: number | null,
): Told {
  const afterwards = signedInAfterwards ? "" : ", signed out afterwards";
  if (servedSeconds === null)
    return { text: `served all ${run.watchedDown} s${afterwards}`, measured: null };
  if (isAtOnce(servedSeconds))
    return { text: `${thenStatus} at once${afterwards}`, measured: null };
  if (accessMaxAge === null)
    return {
      text: `served for ${servedSeconds.toFixed(0)} s, then ${thenStatus}${afterwards}`,
      measured: null,
    };
  return {
    text: `served for up to ${inWords(accessMaxAge)}, then ${thenStatus}${afterwards}`,
    measured: waited(servedSeconds, run),
  };
}

const waited = (seconds: number, { accessMaxAge }: Report["settings"]) =>
  `measured: ${seconds.toFixed(1)} s, with access tokens of ${accessMaxAge} s`;

/** `1.16–1.21`: where a median lies with a probability of 95 %, with as many digits as it is known to. */
export function toRange([low, , high]: Median): string {
  const digits = Math.min(2, Math.max(0, Math.ceil(-Math.log10((high - low) / 2))));
  const [from, to] = [low.toFixed(digits), high.toFixed(digits)];
  return from === to ? from : `${from}–${to}`;
}

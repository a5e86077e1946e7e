"use client";

import { formatCountdown } from "./format";
import { useHydrated } from "./use-hydrated";
import { useNow } from "./use-now";

/** What is left until then (ms since the epoch), running. Not read out: it would never stop. */
export function Countdown({ to }: { to: number }) {
  const hydrated = useHydrated();
  const now = useNow(true);
  return (
    <span className="tabular-nums" aria-live="off">
      {hydrated ? formatCountdown(to - now) : "…"}
    </span>
  );
}

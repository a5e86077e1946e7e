"use client";

import { useHydrated } from "@/components/use-hydrated";
import { formatCountdown } from "./format";
import { useNow } from "./use-now";

/** A running countdown to a time (ms since the epoch). Screen readers do not announce it, because it never stops. */
export function Countdown({ to }: { to: number }) {
  const hydrated = useHydrated();
  const now = useNow(true);
  return (
    <span className="tabular-nums" aria-live="off">
      {hydrated ? formatCountdown(to - now) : "…"}
    </span>
  );
}

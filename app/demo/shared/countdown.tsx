"use client";

import { useHydrated } from "@/components/use-hydrated";
import { formatCountdown } from "./format";
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

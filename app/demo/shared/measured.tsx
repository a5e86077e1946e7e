"use client";

import { Gauge } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Time } from "@/components/time";

interface Figure {
  figure: string;
  /** Ms since the epoch. */
  at: number;
}

const keyOf = (page: string, strategy: string) => `lab ${page} ${strategy}`;
const CHANGED = "lab-measured";

/** Stores the result of an experiment in this browser, so that it can be shown under the next strategy too. */
export function useMeasured(page: string, strategy: string, figure: string | null): void {
  useEffect(() => {
    if (figure === null) return;
    try {
      localStorage.setItem(keyOf(page, strategy), JSON.stringify({ figure, at: Date.now() }));
    } catch {
      // Without storage, the browser shows the figure of the report.
    }
    dispatchEvent(new Event(CHANGED));
  }, [page, strategy, figure]);
}

function listen(onChange: () => void) {
  for (const event of ["storage", CHANGED]) addEventListener(event, onChange);
  return () => {
    for (const event of ["storage", CHANGED]) removeEventListener(event, onChange);
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

interface MeasuredProps {
  page: string;
  strategy: string;
  /** The figure of the report, if this browser has none. */
  otherwise?: string;
}

/** The last figure of an experiment, and where it was measured. */
export function Measured({ page, strategy, otherwise }: MeasuredProps) {
  const key = keyOf(page, strategy);
  const kept = useSyncExternalStore(
    listen,
    () => read(key),
    () => null,
  );
  const own: Figure | null = kept ? JSON.parse(kept) : null;
  return (
    <div className="flex gap-2 border-t border-border pt-3 text-[0.8125rem]">
      <Gauge aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
      <p className="min-w-0">
        {own || otherwise ? (
          <>
            <span className="font-medium">{own?.figure ?? otherwise}</span>
            {own ? (
              <span className="block text-muted-foreground">
                You, <Time at={own.at} />
              </span>
            ) : null}
          </>
        ) : (
          <span className="text-muted-foreground">Not measured in this browser yet.</span>
        )}
      </p>
    </div>
  );
}

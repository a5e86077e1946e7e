"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { useHydrated } from "../shared/use-hydrated";
import { type Comparison, compareWithPing } from "./compare-with-ping";
import { Result } from "./result";

const ROUNDS = 50;

/** Sends real requests to /api/me and to a handler without any auth, and compares. */
export function Repeat() {
  const hydrated = useHydrated();
  const [done, setDone] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Comparison | "refused" | null>(null);

  async function start() {
    if (done !== null) return;
    setDone(0);
    setOutcome(await compareWithPing(ROUNDS, setDone));
    setDone(null);
  }

  return (
    <>
      <p className="mb-4 max-w-prose text-sm text-mute">
        One check says little. This button asks <Code>/api/me</Code> and <Code>/api/ping</Code>, the
        same handler without any auth, in turn, {ROUNDS} times each; the first of each is not
        counted.
      </p>
      <Button
        variant="primary"
        onClick={start}
        disabled={!hydrated}
        aria-disabled={done !== null || undefined}
      >
        {done === null ? `Send ${ROUNDS} requests of each` : `${done} of ${ROUNDS}`}
      </Button>
      <div aria-live="polite" className="mt-5">
        {outcome === "refused" ? (
          <Notice title="Stopped: /api/me did not say who you are">
            You are signed out, or your session could not be checked. Reload the page to see which.
          </Notice>
        ) : (
          outcome && <Result {...outcome} />
        )}
      </div>
    </>
  );
}

"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { post, postAtOnce } from "../shared/ask";
import { useHydrated } from "../shared/use-hydrated";
import type { FamilyAnswer } from "../theft/answers";

const PATH = "/demo/api/family";
const MANY = 20;

interface Outcome {
  answered: number;
  rotations: number;
  successors: string[];
  took: number;
}

/** On a session of the lab's own: the browser cannot see the refresh token of the real one. */
export function Twenty() {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const hydrated = useHydrated();

  async function askAll() {
    setBusy(true);
    await post(PATH, { action: "start" });
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: MANY }, () =>
        postAtOnce<FamilyAnswer>(PATH, { action: "refresh", who: "you" }),
      ),
    );
    const took = performance.now() - start;
    const refreshed = answers.flatMap(({ body }) => body?.refreshed ?? []);
    setOutcome({
      took,
      answered: refreshed.filter(({ got }) => got).length,
      rotations: refreshed.filter(({ how }) => how === "rotated").length,
      successors: [...new Set(refreshed.flatMap(({ got }) => got ?? []))],
    });
    setBusy(false);
  }

  return (
    <Panel
      strategy="hybrid"
      title={`${MANY} at once`}
      lead={`Tabs that wake up together show the same refresh token. Here ${MANY} requests do, with that of a practice session: this page cannot see the real one.`}
    >
      <div className="mb-4" aria-live="polite">
        {outcome && (
          <DataList>
            <DataItem name="got new tokens">
              {outcome.answered} of {MANY}, in {Math.round(outcome.took)} ms
            </DataItem>
            <DataItem name="rotations">{outcome.rotations}</DataItem>
            <DataItem name="refresh tokens handed out">
              {outcome.successors.length}
              {outcome.successors.length === 1 && (
                <>
                  , <Code>{outcome.successors[0]}</Code> each time
                </>
              )}
            </DataItem>
          </DataList>
        )}
      </div>
      <Button onClick={askAll} disabled={!hydrated || busy}>
        Ask {MANY} at once
      </Button>
    </Panel>
  );
}

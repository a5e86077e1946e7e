"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { useHydrated } from "../shared/use-hydrated";
import { Controls } from "./controls";
import { Drawing } from "./drawing";
import { cleanUp, findLimits, type Limits, type Recipe, type Trial, tryOut } from "./trial";
import { LimitsFound, Verdict } from "./verdict";

/** Milliseconds that the slider must rest before the cookies are made. */
const REST = 250;

/** `reference`: how long the key is that the database strategy would send. */
export function Experiment({ reference }: { reference: number }) {
  const hydrated = useHydrated();
  const [recipe, setRecipe] = useState<Recipe>({ kind: "permissions", count: 0, split: true });
  const [trial, setTrial] = useState<Trial | null>(null);
  const [limits, setLimits] = useState<Limits | null>(null);
  const [phase, setPhase] = useState<"idle" | "searching" | "refused">("idle");

  const run = useEffectEvent(async (wanted: Recipe, isCurrent: () => boolean) => {
    const made = await tryOut(wanted);
    if (!isCurrent()) return;
    setTrial(made);
    setPhase(made ? "idle" : "refused");
  });

  useEffect(() => {
    if (recipe.count === 0) return;
    let current = true;
    const timer = setTimeout(() => run(recipe, () => current), REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [recipe]);

  const reset = () => {
    setRecipe((before) => ({ ...before, count: 0 }));
    setTrial(null);
    return cleanUp();
  };

  // Leaving within the app ends the effect; leaving the site is seen only as `pagehide`.
  const onLeave = useEffectEvent(() => void reset());
  useEffect(() => {
    const leave = () => onLeave();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      void cleanUp();
    };
  }, []);

  async function search() {
    if (phase === "searching") return;
    setPhase("searching");
    const found = await findLimits({ kind: recipe.kind, split: recipe.split }, setTrial);
    setLimits(found);
    setPhase(found ? "idle" : "refused");
    await reset();
  }

  return (
    <Panel
      title="Try it"
      lead="Each change makes the cookies anew and sends a request that must carry them."
    >
      <div className="grid gap-6" data-strategy="jwt">
        <Controls
          recipe={recipe}
          disabled={!hydrated || phase === "searching"}
          onChange={(next) => {
            setLimits(null);
            setRecipe(next);
          }}
        />
        <Drawing
          cookies={trial?.made.cookies ?? []}
          broken={trial !== null && trial.status !== 200}
          reference={reference}
        />
        <p className="-mt-3 text-xs text-mute">
          Dashed: what a browser keeps in one cookie, and what Node.js takes in all headers of a
          request.
        </p>
        <div aria-live="polite" className="grid gap-4">
          {phase === "refused" ? (
            <Notice title="No cookies were made">
              You are signed out, or your session could not be checked.
            </Notice>
          ) : (
            trial && <Verdict {...trial} />
          )}
          {limits && <LimitsFound {...limits} />}
        </div>
        <div className="flex flex-wrap gap-3">
          <Button
            variant="primary"
            onClick={search}
            disabled={!hydrated}
            aria-disabled={phase === "searching" || undefined}
          >
            {phase === "searching"
              ? `Trying ${trial?.recipe.count ?? 0} claims`
              : "Find where it breaks"}
          </Button>
          <Button onClick={reset}>Delete the lab cookies</Button>
        </div>
      </div>
    </Panel>
  );
}

"use client";

import { ArrowRight, CircleX, Play } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { post } from "../shared/ask";
import { Command } from "../shared/command";
import { Select } from "../shared/select";
import { BROWSERS, type MoveAnswer } from "./answers";
import { Crowd } from "./crowd";
import { Figures } from "./figures";
import { Phases } from "./phases";

/** Milliseconds from one moment to the next. */
const STEP = 1_600;

/** Before the first sign-in. */
const NOBODY = Array<null>(BROWSERS).fill(null);

interface ExperimentProps {
  names: string[];
  /** The strategy of this app. */
  running: string;
  /** The lifetime of a session without a visit, as text. */
  life: string;
}

export function Experiment({ names, running, life }: ExperimentProps) {
  const id = useId();
  const [from, setFrom] = useState(running);
  const [to, setTo] = useState(names.find((name) => name !== running) ?? running);
  const [answer, setAnswer] = useState<MoveAnswer | "asking" | "failed" | null>(null);
  const [at, setAt] = useState(0);
  const played = typeof answer === "object" ? answer : null;
  const last = (played?.frames.length ?? 1) - 1;

  useEffect(() => {
    if (!played || at >= last) return;
    const timer = setTimeout(() => setAt(at + 1), STEP);
    return () => clearTimeout(timer);
  }, [played, at, last]);

  async function playIt() {
    setAnswer("asking");
    setAt(0);
    const { status, body } = await post<MoveAnswer>("/demo/api/move", { from, to });
    setAnswer(status === 200 && body ? body : "failed");
  }
  function choose(set: (name: string) => void, name: string) {
    set(name);
    setAnswer(null);
  }

  const frame = played?.frames[at];
  const isLast = played !== null && at === last;
  const options = names.map((name) => [name, name] as const);
  return (
    <section
      aria-labelledby={id}
      data-frame={frame ? at : undefined}
      data-last={isLast || undefined}
      className="min-w-0 overflow-hidden rounded-xl border border-border bg-card"
    >
      <h2 id={id} className="sr-only">
        A rolling deploy of three servers
      </h2>
      <div className="flex flex-wrap items-end gap-3 border-b border-border bg-muted px-4 py-3 sm:px-5">
        <Select
          label="from"
          value={from}
          options={options}
          onChange={(name) => choose(setFrom, name)}
        />
        <ArrowRight aria-hidden className="mb-2.5 size-4 text-muted-foreground" />
        <Select label="to" value={to} options={options} onChange={(name) => choose(setTo, name)} />
        <Button
          variant="primary"
          disabled={from === to || answer === "asking"}
          onClick={playIt}
          className="ml-auto min-w-24 max-sm:w-full"
        >
          <Play aria-hidden className="size-4 fill-current" />
          Play
        </Button>
      </div>
      <Phases from={from} to={to} life={life} current={frame?.phase} />
      <div className="grid gap-4 px-4 py-4 sm:px-5">
        <p aria-live="polite" className="min-h-10 text-sm text-muted-foreground sm:min-h-5">
          {toNews(answer, frame?.says, from === to)}
        </p>
        <Crowd
          frame={frame ?? { servers: [from, from, from], browsers: NOBODY }}
          names={[...new Set([from, to])]}
        />
      </div>
      <Figures played={played} frame={frame ?? null} isLast={isLast} />
      <p className="flex min-h-12 items-center gap-2 border-t border-border px-4 py-3 text-sm sm:px-5">
        {played && isLast ? (
          <>
            <CircleX aria-hidden className="size-4 shrink-0 text-destructive" />
            <span>
              <strong className="font-semibold text-destructive">
                {played.without} of {frame?.browsers.length} signed out.
              </strong>{" "}
              This happens without <code className="font-mono">AUTH_STRATEGY_ALSO</code>.
            </span>
          </>
        ) : (
          <span className="text-muted-foreground">
            At the end, this line shows how many users the same change signs out without{" "}
            <code className="font-mono">AUTH_STRATEGY_ALSO</code>.
          </span>
        )}
      </p>
      <div className="grid justify-items-start gap-2 border-t border-border px-4 py-4 text-sm sm:px-5">
        <span className="font-medium">What you deploy in phase 2</span>
        <Command>{`AUTH_STRATEGY=${to} AUTH_STRATEGY_ALSO=${from} npm start`}</Command>
      </div>
    </section>
  );
}

function toNews(answer: MoveAnswer | "asking" | "failed" | null, says = "", same = false): string {
  if (same) return "Choose two different strategies.";
  if (answer === null) return "Nobody has signed in yet.";
  if (answer === "asking") return `${BROWSERS} people sign in, and their sessions move…`;
  return answer === "failed" ? "That did not work. Try again in a moment." : says;
}

"use client";

import { Banknote, UserRound } from "lucide-react";
import { useState } from "react";
import { Time } from "@/components/time";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { useHydrated } from "@/components/use-hydrated";
import { inWords } from "@/lib/duration";
import type { FormResult } from "@/lib/forms/form-result";
import { YOU } from "../shared/lab-log";
import { useMeasured } from "../shared/measured";
import { Facts, Pane, Result, Stage, Verdict } from "../shared/stage";
import type { Entry } from "../shared/use-lab";
import { useNow } from "../shared/use-now";
import { releasePayment } from "./actions";
import { WITHIN } from "./within";

interface ExperimentProps {
  strategy: string;
  /** When the user signed in (ms since the epoch), and how. */
  authTime: number;
  method?: string;
}

export function Experiment({ strategy, authTime, method }: ExperimentProps) {
  const hydrated = useHydrated();
  const now = useNow(true);
  const age = Math.max(0, Math.floor((now - authTime) / 1000));
  const isRecent = age < WITHIN;
  const [entries, setEntries] = useState<Entry[]>([]);
  const [askedAfter, setAskedAfter] = useState<number>();
  const add = (entry: Pick<Entry, "who" | "what" | "at" | "ms">, pressed: number | null) => {
    const after = pressed === null ? null : entry.at - pressed;
    setEntries((before) => [...before, { ...entry, after, times: 1, statements: [] }]);
  };
  useMeasured(
    "step-up",
    strategy,
    askedAfter === undefined ? null : `asked ${inWords(askedAfter)} after signing in`,
  );

  const [result, action] = useFormAction(async (previous, form) => {
    const at = Date.now();
    const start = performance.now();
    const answer = await releasePayment(previous, form);
    const ms = performance.now() - start;
    add({ who: YOU, what: "release the payment", at, ms: 0 }, null);
    add({ who: "Server", what: inShort(answer), at: at + ms, ms }, at);
    if (answer.status === "sign-in-again") setAskedAfter(Math.max(1, age));
    return answer;
  });

  return (
    <Stage
      lab={{ entries, failed: null }}
      actions={
        <p className="text-sm text-muted-foreground">
          Wait until your sign-in is {WITHIN} seconds old. Then release the payment.
        </p>
      }
    >
      <Pane
        icon={UserRound}
        title="Your sign-in"
        aside={
          !hydrated ? null : isRecent ? (
            <Verdict is="in">recent</Verdict>
          ) : (
            <Verdict is="late">too long ago</Verdict>
          )
        }
      >
        {/* Screen readers must not announce a running clock. The first render must equal that of the server. */}
        <div aria-live="off">
          <p className="min-h-16 text-3xl leading-tight font-semibold tracking-tight tabular-nums">
            {hydrated ? `${inWords(Math.max(1, age))} ago` : "…"}
          </p>
        </div>
        <Facts
          of={{
            "Signed in": <Time at={authTime} />,
            ...(method && { With: method }),
            "Counts as recent for": inWords(WITHIN),
          }}
        />
      </Pane>
      <Pane icon={Banknote} title="A payment of 5,000">
        <Form action={action} result={result}>
          <Field name="reason" label="Why it is released" required maxLength={200} />
          <div>
            <SubmitButton variant="primary" pendingText="Releasing …">
              Release the payment
            </SubmitButton>
          </div>
        </Form>
        {result.status === "done" ? (
          <div className="mt-4">
            <Result tone="ok">released</Result>
          </div>
        ) : null}
      </Pane>
    </Stage>
  );
}

function inShort({ status }: FormResult): string {
  if (status === "sign-in-again") return "“sign in again”, and does nothing";
  return status === "done" ? "“done”" : `“${status}”`;
}

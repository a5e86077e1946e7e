"use client";

import { LogIn, UserCheck } from "lucide-react";
import { Button } from "@/components/ui/button";
import { inWords } from "@/lib/duration";
import type { OutageState } from "../api/outage/route";
import { useMeasured } from "../shared/measured";
import { inTime, Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";
import { useNow } from "../shared/use-now";

interface ExperimentProps {
  strategy: string;
  /** Seconds that a session goes on without the store, here and in the app; null: up to its own end. */
  goesOn: { here: number; inTheApp: number } | null;
}

export function Experiment({ strategy, goesOn }: ExperimentProps) {
  const lab = useLab<OutageState>("/demo/api/outage");
  const { state } = lab;
  const isDown = Boolean(state?.downSince);
  const now = useNow(isDown) + lab.skew;
  const served = state?.downSince ? (state.refusedAt ?? now) - state.downSince : 0;
  const took =
    state?.downSince && state.refusedAt
      ? `503 ${served < 1000 ? "at once" : `after ${inTime(served)}`}`
      : null;
  useMeasured("outage", strategy, took ?? (served > 15_000 ? "still served after 15 s" : null));

  return (
    <Stage
      lab={lab}
      actions={
        state ? (
          <>
            <Button variant="primary" onClick={() => lab.act(isDown ? "up" : "down")}>
              {isDown ? "Start the database again" : "Stop the database"}
            </Button>
            <Button onClick={() => lab.act("sign in")}>Sign a newcomer in</Button>
            <Button onClick={() => lab.act("stop")}>Close</Button>
            <p className="text-sm text-muted-foreground">
              Stopped for this experiment alone: every answer of its store fails.
            </p>
          </>
        ) : (
          <Button variant="primary" disabled={state === undefined} onClick={() => lab.act("start")}>
            Sign a throw-away user in
          </Button>
        )
      }
    >
      <Pane
        icon={UserCheck}
        title="Who signed in before"
        aside={
          !state ? null : state.signedIn === 200 ? (
            <Verdict is="in">served</Verdict>
          ) : (
            <Verdict is="refused">{`${state.signedIn}`}</Verdict>
          )
        }
      >
        <Result
          tone={state && state.signedIn !== 200 ? "bad" : "neutral"}
          note={state ? explain(isDown, state, goesOn) : "Sends a request each second."}
        >
          {!state ? "–" : took ? took : isDown ? `served for ${inTime(served)}` : "served"}
        </Result>
      </Pane>
      <Pane
        icon={LogIn}
        title="A newcomer"
        aside={
          state?.signIn ? (
            <Verdict is={state.signIn === 200 ? "in" : "refused"}>{`${state.signIn}`}</Verdict>
          ) : null
        }
      >
        <Result
          tone={state?.signIn === 503 ? "bad" : "neutral"}
          note={
            state?.signIn === 503
              ? "Under every strategy: the user and the password are in the database, and whoever is disabled must stay out."
              : "Stop the database, and sign somebody in."
          }
        >
          {!state?.signIn ? "–" : state.signIn === 200 ? "signed in" : "cannot sign in"}
        </Result>
      </Pane>
    </Stage>
  );
}

function explain(isDown: boolean, { signedIn }: OutageState, goesOn: ExperimentProps["goesOn"]) {
  if (!isDown) return "Requests are answered. Stop the database.";
  if (signedIn !== 200)
    return "Nobody can check who this is. The cookie stays: with the database back, they are signed in.";
  if (!goesOn) return "The cookie says all that is needed. This goes on until the session ends.";
  return `The access token is accepted until it ends: ${inWords(goesOn.here)} at most here, ${inWords(goesOn.inTheApp)} in this app.`;
}

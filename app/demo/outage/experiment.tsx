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
  /** For how many seconds a session works without the store, here and in the app. Null: until it ends. */
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
            <Button onClick={() => lab.act("sign in")}>Sign in another user</Button>
            <Button onClick={() => lab.act("stop")}>Close</Button>
            <p className="text-sm text-muted-foreground">
              Only this experiment is affected: every request to its store fails.
            </p>
          </>
        ) : (
          <Button variant="primary" disabled={state === undefined} onClick={() => lab.act("start")}>
            Sign in a throw-away user
          </Button>
        )
      }
    >
      <Pane
        icon={UserCheck}
        title="The signed-in user"
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
          note={state ? explain(isDown, state, goesOn) : "This user sends a request each second."}
        >
          {!state ? "–" : took ? took : isDown ? `served for ${inTime(served)}` : "served"}
        </Result>
      </Pane>
      <Pane
        icon={LogIn}
        title="Another user"
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
              ? "This is the same under every strategy: the user and the password are in the database, and a disabled user must not sign in."
              : "Stop the database, then sign in another user."
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
    return "The session cannot be checked. The cookie stays, so the user is still signed in when the database is back.";
  if (!goesOn)
    return "The cookie contains everything that a check needs. Requests are answered until the session ends.";
  return `The access token is accepted until it expires: ${inWords(goesOn.here)} at most here, ${inWords(goesOn.inTheApp)} in this app.`;
}

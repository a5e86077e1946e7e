"use client";

import { Database, IdCard } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { inWords } from "@/lib/duration";
import type { RolesState } from "../api/roles/route";
import { Countdown } from "../shared/countdown";
import { useMeasured } from "../shared/measured";
import { inTime, Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";
import { useNow } from "../shared/use-now";

interface ExperimentProps {
  strategy: string;
  /** Seconds until a session has a new role, in this experiment and in the app; null: at the next sign-in. */
  within: { here: number; inTheApp: number } | null;
}

export function Experiment({ strategy, within }: ExperimentProps) {
  const lab = useLab<RolesState>("/demo/api/roles");
  const { state, skew } = lab;
  const isLate = Boolean(state && state.app !== state.database);
  const now = useNow(isLate);
  const took = state?.arrivedAfter === undefined ? null : inTime(state.arrivedAfter);
  const inTheApp = within?.inTheApp ? `, within ${inWords(within.inTheApp)} in the app` : "";
  useMeasured("roles", strategy, took && `new role after ${took}${inTheApp}`);

  return (
    <Stage
      lab={lab}
      actions={
        state ? (
          <>
            <Button variant="primary" onClick={() => lab.act("change")}>
              Make them {state.database === "admin" ? "a user" : "an admin"}
            </Button>
            {within?.here === 0 ? null : (
              <Button onClick={() => lab.act("take")}>Update the session now</Button>
            )}
            <Button onClick={() => lab.act("stop")}>Stop</Button>
          </>
        ) : (
          <>
            <Button
              variant="primary"
              disabled={state === undefined}
              onClick={() => lab.act("start")}
            >
              Sign in a throw-away user
            </Button>
            <p className="text-sm text-muted-foreground">
              Nobody can sign in as this user. Your own role does not change.
            </p>
          </>
        )
      }
    >
      <Pane
        icon={IdCard}
        title="The session says"
        aside={
          state ? (
            isLate ? (
              <Verdict is="late">out of date</Verdict>
            ) : (
              <Verdict is="out">up to date</Verdict>
            )
          ) : null
        }
      >
        <Result
          tone={isLate ? "bad" : took ? "ok" : "neutral"}
          note={
            isLate ? (
              <WhatToWaitFor {...state} skew={skew} within={within} />
            ) : took ? (
              `The session had the new role ${took} after the database.`
            ) : (
              "Change the role, and see when the session gets it."
            )
          }
        >
          {isLate ? `still ${state?.app ?? "signed out"}` : (state?.app ?? "–")}
        </Result>
      </Pane>
      <Pane icon={Database} title="The database says">
        <Result
          note={
            isLate && state?.changedAt ? (
              <span aria-live="off" className="tabular-nums">
                Changed {inWords((now + skew - state.changedAt) / 1000)} ago.
              </span>
            ) : null
          }
        >
          {state?.database ?? "–"}
        </Result>
      </Pane>
    </Stage>
  );
}

/** Shown while the session has the old role. */
function WhatToWaitFor({
  accessExpires,
  skew,
  within,
}: Partial<RolesState> & { skew: number; within: ExperimentProps["within"] }) {
  if (!within)
    return (
      <>
        The cookie contains the role until the next sign-in, or until the app requests a new cookie.
        The second button does that, like <Code>update()</Code> of next-auth/react.
      </>
    );
  // #region refresh
  return (
    <>
      The access token contains the role. It expires in{" "}
      <Countdown to={(accessExpires ?? 0) - skew} />, and the next one has the new role. An access
      token lives {inWords(within.here)} here and {inWords(within.inTheApp)} in this app (
      <Code>ACCESS_TOKEN_MAX_AGE</Code>).
    </>
  );
  // #endregion
  // without refresh: return null;
}

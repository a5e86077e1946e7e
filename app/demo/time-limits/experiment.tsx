"use client";

import { Hourglass, type LucideIcon, RotateCw, TimerOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import type { LimitState } from "../api/time-limits/route";
import { useMeasured } from "../shared/measured";
import { Facts, Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";
import { useNow } from "../shared/use-now";
import { type LimitName, limitNames, limits } from "./limits";

const icons: Record<LimitName, LucideIcon> = {
  rolling: RotateCw,
  idle: Hourglass,
  absolute: TimerOff,
};

export function Experiment({ strategy }: { strategy: string }) {
  const lab = useLab<LimitState[]>("/demo/api/time-limits");
  const sessions = lab.state ?? [];
  const now = useNow(sessions.some(({ overAt }) => !overAt)) + lab.skew;
  const ended = sessions.filter(({ overAt }) => overAt).toSorted((a, b) => a.expires - b.expires);
  const order = ended.length === limitNames.length ? ended.map(toFigure).join(", ") : null;
  useMeasured("time-limits", strategy, order);
  const allOver = ended.length === limitNames.length;

  return (
    <Stage
      lab={lab}
      actions={
        <>
          {sessions.length > 0 && !allOver ? (
            <Button variant="primary" onClick={() => lab.act("ask")}>
              Send a request with each
            </Button>
          ) : null}
          <Button
            variant={sessions.length > 0 && !allOver ? "secondary" : "primary"}
            disabled={lab.state === undefined}
            onClick={() => lab.act("start")}
          >
            {sessions.length > 0 ? "Start over" : "Start three practice sessions"}
          </Button>
          <p aria-live="polite" className="text-sm text-muted-foreground">
            {summary(sessions, ended)}
          </p>
        </>
      }
    >
      {limitNames.map((name) => (
        <Limit
          key={name}
          name={name}
          state={sessions.find((session) => session.name === name)}
          place={ended.findIndex((session) => session.name === name) + 1}
          now={now}
        />
      ))}
    </Stage>
  );
}

interface LimitProps {
  name: LimitName;
  state: LimitState | undefined;
  /** 1 for the session that ended first; 0 for a live session. */
  place: number;
  now: number;
}

function Limit({ name, state, place, now }: LimitProps) {
  const { setting, length, countedFrom, movedBy } = limits[name];
  const left = state ? Math.max(0, state.expires - now) : length * 1000;
  return (
    <Pane
      icon={icons[name]}
      title={`${name[0]?.toUpperCase()}${name.slice(1)}`}
      aside={verdict(state, place)}
    >
      {state?.overAt ? (
        <Result tone="ok" note={`Nothing extended it for ${length} s.`}>
          ended after {inSeconds(state.expires - state.authTime)}
        </Result>
      ) : (
        <Result
          note={
            state?.moved === undefined
              ? "No request yet."
              : state.moved
                ? "Your last request extended it."
                : "Your last request did not extend it."
          }
        >
          <span aria-live="off">{inSeconds(left)}</span>
        </Result>
      )}
      <div className="mb-4 h-1.5 rounded-full bg-muted" aria-hidden>
        <div
          className="h-full rounded-full bg-foreground"
          style={{ width: `${state?.overAt ? 0 : (left / length / 1000) * 100}%` }}
        />
      </div>
      <Facts
        of={{
          "counted from": countedFrom,
          "extended by": movedBy,
          "setting in the app": <Code>{setting}</Code>,
        }}
      />
    </Pane>
  );
}

function verdict(state: LimitState | undefined, place: number) {
  if (!state) return null;
  if (!place) return <Verdict is="in">signed in</Verdict>;
  return <Verdict is="out">{place === 1 ? "ended first" : "ended"}</Verdict>;
}

function summary(sessions: LimitState[], ended: LimitState[]): string {
  if (sessions.length === 0)
    return "Three sessions of one throw-away user, each with only one limit.";
  const [first] = ended;
  if (!first)
    return "Wait, or send requests every few seconds. Which limits are extended, and which ends first?";
  return ended.length === sessions.length
    ? `All have ended. The ${first.name} limit came first.`
    : `The ${first.name} limit came first.`;
}

const toFigure = ({ name, expires, authTime }: LimitState) =>
  `${name} after ${inSeconds(expires - authTime)}`;

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(ms < 100_000 ? 1 : 0)} s`;

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
  /** 1 for the one that has ended first; 0 for one that goes on. */
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
        <Result tone="ok" note={`Nothing had moved it for ${length} s.`}>
          over after {inSeconds(state.expires - state.authTime)}
        </Result>
      ) : (
        <Result
          note={
            state?.moved === undefined
              ? "No request yet."
              : state.moved
                ? "Your last request has moved it."
                : "Your last request has not moved it."
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
          "moved by": movedBy,
          "in the app": <Code>{setting}</Code>,
        }}
      />
    </Pane>
  );
}

function verdict(state: LimitState | undefined, place: number) {
  if (!state) return null;
  if (!place) return <Verdict is="in">in</Verdict>;
  return <Verdict is="out">{place === 1 ? "ended first" : "ended"}</Verdict>;
}

function summary(sessions: LimitState[], ended: LimitState[]): string {
  if (sessions.length === 0)
    return "The same throw-away user three times, each session with one limit alone.";
  const [first] = ended;
  if (!first) return "Press nothing, or press each few seconds: what moves, and which ends first?";
  return ended.length === sessions.length
    ? `All are over. The ${first.name} limit came first.`
    : `The ${first.name} limit came first.`;
}

const toFigure = ({ name, expires, authTime }: LimitState) =>
  `${name} after ${inSeconds(expires - authTime)}`;

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(ms < 100_000 ? 1 : 0)} s`;

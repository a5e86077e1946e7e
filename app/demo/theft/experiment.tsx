"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ask, post } from "../shared/ask";
import { formatCountdown } from "../shared/format";
import { useHydrated } from "../shared/use-hydrated";
import { useNow } from "../shared/use-now";
import { usePoll } from "../shared/use-poll";
import type { Family, FamilyAnswer, Who } from "./answers";
import { type Event, tellRefresh } from "./events";
import { Party } from "./party";

const PATH = "/demo/api/family";

export function Experiment() {
  const [family, setFamily] = useState<Family | null>(null);
  const [skew, setSkew] = useState(0);
  const [events, setEvents] = useState<Event[]>([]);
  const hydrated = useHydrated();
  const now = useNow(family !== null) - skew;

  function take(answer: FamilyAnswer | null): FamilyAnswer | null {
    if (!answer?.family) return null;
    setFamily(answer.family);
    setSkew(Date.now() - answer.family.now);
    return answer;
  }
  const log = (event: Omit<Event, "at">) =>
    setEvents((before) => [{ ...event, at: Date.now() }, ...before]);

  usePoll(async () => {
    const { status, body } = await ask<FamilyAnswer>(PATH);
    if (status === 200) take(body);
  });

  async function start() {
    const { status, body } = await post<FamilyAnswer>(PATH, { action: "start" });
    if (status !== 200 || !take(body)) return;
    setEvents([{ at: Date.now(), text: `You signed in and got ${body?.family?.you.token}.` }]);
  }

  async function copy() {
    const { status, body } = await post<FamilyAnswer>(PATH, { action: "copy" });
    if (status === 200 && take(body))
      log({ text: `The thief has copied ${body?.family?.thief?.token}.`, bad: true });
  }

  async function refresh(who: Who) {
    const { status, body } = await post<FamilyAnswer>(PATH, { action: "refresh", who });
    if (status === 200 && take(body)?.refreshed && body?.refreshed)
      log(tellRefresh(body.refreshed));
  }

  return (
    <>
      <Panel
        strategy="hybrid"
        title="A session to steal from"
        lead="Access tokens of 20 seconds, a grace time of 5, and a real row. Its tokens stay on the server's side of a sealed cookie: what you see are the first letters of their hashes."
      >
        <div className={family ? "mb-4 min-h-12" : ""} aria-live="polite">
          {family && !family.alive && (
            <Notice title="The session has ended, for both" tone="ok">
              Its row is gone, and with it every refresh token, the newest one too.
              {isAnyoneIn(family, now)
                ? " An access token is taken at its word until it ends: until then, whoever holds one still gets answers."
                : " No access token opens anything either."}
            </Notice>
          )}
          {family?.alive && (
            <p className="text-sm text-mute" aria-live="off">
              <Grace until={family.graceUntil} now={now} />
            </p>
          )}
        </div>
        <Button
          variant={family?.alive ? "secondary" : "primary"}
          onClick={start}
          disabled={!hydrated}
        >
          {family ? "Start over" : "Start a session"}
        </Button>
      </Panel>
      {family && (
        <div className="grid gap-4 md:grid-cols-2">
          {(["you", "thief"] as const).map((who) => (
            <Party
              key={who}
              who={who}
              family={family}
              now={now}
              onRefresh={() => refresh(who)}
              onCopy={copy}
            />
          ))}
        </div>
      )}
      {events.length > 0 && (
        <Panel title="What happened">
          <ol
            className="grid gap-2 text-sm"
            aria-live="polite"
            aria-label="What happened, newest first"
          >
            {events.map(({ at, text, bad }) => (
              <li
                key={`${at} ${text}`}
                className={`border-l-3 pl-3 ${bad ? "border-bad" : "border-line"}`}
              >
                {text}
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </>
  );
}

function Grace({ until, now }: { until: number | null; now: number }) {
  if (until === null) return "No token has been used yet.";
  return until > now
    ? `The token before the newest is still answered for ${formatCountdown(until - now)}: with its successor, never with another.`
    : "The grace time is over: any token but the newest ends the session.";
}

const isAnyoneIn = ({ you, thief }: Family, now: number) =>
  [you, thief].some((holder) => holder?.opensUntil && holder.opensUntil > now);

"use client";

import { User, VenetianMask } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import type { Family } from "../api/family/answers";
import { Countdown } from "../shared/countdown";
import { formatCountdown } from "../shared/format";
import { useMeasured } from "../shared/measured";
import { Facts, Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";
import { useNow } from "../shared/use-now";

const parties = [
  { party: "you", title: "You", icon: User, action: "refresh", label: "Refresh as you" },
  {
    party: "thief",
    title: "The thief",
    icon: VenetianMask,
    action: "refresh as the thief",
    label: "Refresh as the thief",
  },
] as const;

export function Experiment() {
  const lab = useLab<Family>("/demo/api/family");
  const { state: family, skew } = lab;
  const now = useNow(Boolean(family)) + skew;
  useMeasured(
    "theft",
    "hybrid",
    family?.thief && !family.alive ? "a token was used twice, and the session ended" : null,
  );
  return (
    <Stage
      lab={lab}
      actions={
        <>
          <Button
            variant={family?.alive ? "secondary" : "primary"}
            onClick={() => lab.act("start")}
            disabled={family === undefined}
          >
            {family ? "Start over" : "Start a session"}
          </Button>
          {family?.alive ? (
            <Button onClick={() => lab.act("copy")}>
              Let the thief copy your cookies{family.thief ? " again" : ""}
            </Button>
          ) : null}
          <p className="text-sm text-muted-foreground" aria-live="off">
            {family ? (
              <Grace {...family} now={now} />
            ) : (
              "Under hybrid: access tokens live 20 seconds, the grace time is 5 seconds, and the row is real."
            )}
          </p>
        </>
      }
    >
      {parties.map(({ party, title, icon, action, label }) => {
        const holder = family?.[party];
        const left = (holder?.opensUntil ?? 0) - now;
        const isIn = left > 0;
        return (
          <Pane
            key={party}
            icon={icon}
            title={title}
            aside={holder ? <Standing isIn={isIn} party={party} alive={family.alive} /> : null}
          >
            <Result
              tone={!holder ? "neutral" : toneOf(party, isIn, family.alive)}
              note={holder ? explain(party, isIn, family.alive) : "No tokens yet."}
            >
              {!holder
                ? "–"
                : isIn
                  ? family.alive
                    ? "signed in"
                    : "still signed in"
                  : "signed out"}
            </Result>
            {holder ? (
              <>
                <Facts
                  of={{
                    "refresh token": (
                      <>
                        <Code>{holder.token}</Code>{" "}
                        {family.alive ? (holder.inForce ? "newest" : "used") : "not valid"}
                      </>
                    ),
                    "access token": isIn ? (
                      <Countdown to={(holder.opensUntil ?? 0) - skew} />
                    ) : (
                      "expired"
                    ),
                  }}
                />
                <div className="mt-4">
                  <Button
                    size="small"
                    variant={party === "you" ? "primary" : "danger"}
                    onClick={() => lab.act(action)}
                  >
                    {label}
                  </Button>
                </div>
              </>
            ) : null}
          </Pane>
        );
      })}
    </Stage>
  );
}

function Standing({ isIn, party, alive }: { isIn: boolean; party: string; alive: boolean }) {
  if (isIn)
    return party === "you" && alive ? (
      <Verdict is="in">signed in</Verdict>
    ) : (
      <Verdict is="late">{alive ? "signed in" : "still signed in"}</Verdict>
    );
  return alive ? <Verdict is="none">must refresh</Verdict> : <Verdict is="out">signed out</Verdict>;
}

function toneOf(party: string, isIn: boolean, alive: boolean) {
  if (isIn) return party === "you" && alive ? "neutral" : "bad";
  return alive ? "neutral" : "ok";
}

function explain(party: string, isIn: boolean, alive: boolean): string {
  if (!alive)
    return isIn
      ? "The session has ended for both. This access token is accepted until it expires."
      : "The session has ended for both: its row is deleted, so no refresh token works.";
  if (!isIn) return "The access token has expired. A refresh returns the next one.";
  return party === "you"
    ? "Requests are answered."
    : "Requests are answered, because the server cannot distinguish the thief from you.";
}

function Grace({ alive, graceUntil, now }: Family & { now: number }) {
  if (!alive) return "The session has ended for both.";
  if (graceUntil === null) return "No token has been used yet.";
  return graceUntil > now
    ? `For ${formatCountdown(graceUntil - now)}, the previous token still returns its successor, and no other token.`
    : "The grace time is over: every token except the newest ends the session.";
}

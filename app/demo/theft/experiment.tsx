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
              "Access tokens of 20 seconds, a grace time of 5, and a real row, under hybrid."
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
              note={holder ? explain(party, isIn, family.alive) : "Has nothing yet."}
            >
              {!holder ? "–" : isIn ? (family.alive ? "in" : "still in") : "out"}
            </Result>
            {holder ? (
              <>
                <Facts
                  of={{
                    "refresh token": (
                      <>
                        <Code>{holder.token}</Code>{" "}
                        {family.alive ? (holder.inForce ? "newest" : "used") : "worthless"}
                      </>
                    ),
                    "access token": isIn ? (
                      <Countdown to={(holder.opensUntil ?? 0) - skew} />
                    ) : (
                      "ended"
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
      <Verdict is="in">in</Verdict>
    ) : (
      <Verdict is="late">{alive ? "in" : "still in"}</Verdict>
    );
  return alive ? <Verdict is="none">has to refresh</Verdict> : <Verdict is="out">out</Verdict>;
}

function toneOf(party: string, isIn: boolean, alive: boolean) {
  if (isIn) return party === "you" && alive ? "neutral" : "bad";
  return alive ? "neutral" : "ok";
}

function explain(party: string, isIn: boolean, alive: boolean): string {
  if (!alive)
    return isIn
      ? "The session has ended, for both. This access token is accepted until it ends."
      : "The session has ended, for both: its row is gone, and with it every refresh token.";
  if (!isIn) return "The access token has ended. A refresh brings the next one.";
  return party === "you"
    ? "Requests are answered."
    : "Requests are answered: the server cannot tell it from you.";
}

function Grace({ alive, graceUntil, now }: Family & { now: number }) {
  if (!alive) return "The session has ended, for both.";
  if (graceUntil === null) return "No token has been used yet.";
  return graceUntil > now
    ? `The token before the newest is still answered for ${formatCountdown(graceUntil - now)}: with its successor, never with another.`
    : "The grace time is over: any token but the newest ends the session.";
}

"use client";

import { Gauge, Repeat as RepeatIcon } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { useHydrated } from "@/components/use-hydrated";
import { ask } from "../shared/ask";
import { useMeasured } from "../shared/measured";
import { Facts, Pane, Result, Stage } from "../shared/stage";

const ROUNDS = 50;

interface RepeatProps {
  strategy: string;
  /** The quickest of `tries` checks. `auth` is in milliseconds. */
  tries: number;
  sql: number;
  auth: number;
}

/** Sends real requests to /api/me and to a handler without any auth, and compares. */
export function Repeat({ strategy, tries, sql, auth }: RepeatProps) {
  const hydrated = useHydrated();
  const [done, setDone] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Comparison | "refused" | null>(null);
  const compared = outcome === "refused" ? null : outcome;
  const more = compared && moreThanPing(compared);
  useMeasured("inspector", strategy, more && `${compared?.server?.sql ?? sql} SQL, ${more}`);

  async function start() {
    if (done !== null) return;
    setDone(0);
    setOutcome(await compareWithPing(setDone));
    setDone(null);
  }

  return (
    <Stage
      label="What a check costs"
      actions={
        <>
          <Button
            variant="primary"
            onClick={start}
            disabled={!hydrated}
            aria-disabled={done !== null || undefined}
          >
            {done === null ? `Send ${ROUNDS} requests of each` : `${done} of ${ROUNDS}`}
          </Button>
          <p className="min-w-0 text-sm text-muted-foreground">
            Alternates between <Code>/api/me</Code> and <Code>/api/ping</Code>, the same handler
            without auth. The first request of each is not counted.
          </p>
        </>
      }
    >
      <Pane icon={Gauge} title="One check">
        <Result
          note={`The quickest of ${tries} checks of your cookie, made while the server rendered this page.`}
        >
          {sql} SQL, {auth.toFixed(2)} ms
        </Result>
      </Pane>
      <Pane icon={RepeatIcon} title="Many requests">
        <Result
          note={
            outcome === "refused"
              ? "Stopped: you are signed out, or your session could not be checked. Reload the page to find out."
              : `Medians of ${ROUNDS} round trips from this browser.`
          }
        >
          {more ?? "–"}
        </Result>
        {compared ? (
          <Facts
            of={{
              "/api/me": `${compared.me.toFixed(1)} ms`,
              "/api/ping": `${compared.ping.toFixed(1)} ms`,
              ...(compared.server
                ? {
                    "auth, on the server": `${compared.server.auth.toFixed(2)} ms, median`,
                    "SQL statements": `${compared.server.sql} per request`,
                  }
                : { "auth, on the server": "not reported: start with AUTH_TIMING=1" }),
            }}
          />
        ) : null}
      </Pane>
    </Stage>
  );
}

/** Times in milliseconds, medians. */
interface Comparison {
  me: number;
  ping: number;
  /** As the server reports them; null without AUTH_TIMING. */
  server: { auth: number; sql: string } | null;
}

const moreThanPing = ({ me, ping }: Comparison) =>
  me - ping >= 0.1
    ? `${(me - ping).toFixed(1)} ms more than without auth`
    : "no measurable difference";

/** Alternates, so that other load on the machine affects both equally. "refused" if /api/me does not answer 200. */
async function compareWithPing(
  onProgress: (done: number) => void,
): Promise<Comparison | "refused"> {
  const me: number[] = [];
  const ping: number[] = [];
  const auth: number[] = [];
  const sql: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    // The first request of a round wakes up the connection, so the order alternates.
    const pingFirst = round % 2 === 0;
    const early = pingFirst ? await timed("/api/ping") : null;
    const answer = await timed("/api/me");
    const reference = early ?? (await timed("/api/ping"));
    if (answer.status !== 200) return "refused";
    onProgress(round);
    if (round === 0) continue;
    ping.push(reference.took);
    me.push(answer.took);
    const timing = answer.headers.get("Server-Timing") ?? "";
    auth.push(Number(/auth;dur=([\d.]+)/.exec(timing)?.[1] ?? Number.NaN));
    sql.push(Number(/sql;desc="(\d+)"/.exec(timing)?.[1] ?? Number.NaN));
  }
  const reported = ![...auth, ...sql].some(Number.isNaN);
  const server = reported ? { auth: median(auth), sql: range(sql) } : null;
  return { me: median(me), ping: median(ping), server };
}

async function timed(path: string) {
  const start = performance.now();
  const answer = await ask(path);
  return { ...answer, took: performance.now() - start };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}

function range(values: number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

"use client";

import { KeyRound, Layers } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";
import { accessKnownUntil, refreshSession } from "@/lib/browser/refresh";
import { sessionFetch } from "@/lib/browser/session-fetch";
import type { Family } from "../api/family/answers";
import { post, postAtOnce } from "../shared/ask";
import { Countdown } from "../shared/countdown";
import { count } from "../shared/format";
import { type LabAnswer, YOU } from "../shared/lab-log";
import { useMeasured } from "../shared/measured";
import { Facts, Pane, Result, Stage } from "../shared/stage";
import type { Entry } from "../shared/use-lab";
import { useRequests } from "./use-requests";

interface ExperimentProps {
  strategy: string;
  /** Milliseconds until the access token of this page expires. Null if there is none. */
  accessExpiresIn: number | null;
  /** Whether there is a database, which 20 refreshes at once need. */
  withDatabase: boolean;
  /** Shown for a session without an access token. */
  children: ReactNode;
}

const REFRESH = "/api/session/refresh";
const FAMILY = "/demo/api/family";
const MANY = 20;

interface Outcome {
  answered: number;
  rotations: number;
  successors: string[];
  took: number;
}

export function Experiment(props: ExperimentProps) {
  const { strategy, accessExpiresIn, withDatabase, children } = props;
  const [entries, setEntries] = useState<Entry[]>([]);
  const [until, setUntil] = useState(() => Date.now() + (accessExpiresIn ?? 0));
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<{ text: string; note: string } | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const pressed = useRef({ from: 0, until: 0 });
  const hydrated = useHydrated();
  useMeasured("refresh", strategy, result?.text ?? null);

  const add = (entry: Pick<Entry, "who" | "what" | "at"> & Partial<Entry>) =>
    setEntries((before) => {
      const press = before.findLast(({ who }) => who === YOU);
      const after = entry.who === YOU || !press ? null : entry.at - press.at;
      return [...before, { ms: 0, times: 1, after, ...entry }]
        .toSorted((a, b) => a.at - b.at)
        .slice(-40);
    });

  useRequests(({ path, status, at, took }) => {
    const mine = at >= pressed.current.from && at <= pressed.current.until;
    if (path === REFRESH) {
      setUntil(accessKnownUntil());
      const what = `POST ${path}`;
      add({ who: mine ? "Your button" : "The timer of this page", what, status, at, ms: took });
    } else if (mine && path === "/api/me")
      add({ who: "Your button", what: `GET ${path}`, status, at, ms: took });
  });

  // The tabs share their state in localStorage. A change triggers an event in all other tabs.
  const onStorage = useEffectEvent(() => {
    const known = accessKnownUntil();
    if (known === until) return;
    setUntil(known);
    add({ who: "Another tab", what: "refreshed", at: Date.now() });
  });
  useEffect(() => {
    const listen = () => onStorage();
    addEventListener("storage", listen);
    return () => removeEventListener("storage", listen);
  }, []);

  useEffect(() => {
    const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (!visit) return;
    const ms = visit.redirectEnd - visit.redirectStart;
    const what =
      visit.redirectCount > 0
        ? `loaded through the refresh route, with ${visit.redirectCount} redirects`
        : "loaded";
    setEntries([{ who: "This page", what, at: performance.timeOrigin, ms, times: 1, after: null }]);
  }, []);

  /** Sends the requests of one button. Requests until the end of `send` belong to the button. */
  async function press(what: string, send: () => Promise<unknown>) {
    setBusy(true);
    setResult(null);
    pressed.current = { from: Date.now(), until: Number.POSITIVE_INFINITY };
    add({ who: YOU, what, at: Date.now() });
    await send();
    pressed.current.until = Date.now();
    setBusy(false);
  }

  const refresh = () =>
    press("refresh now", async () => {
      if ((await refreshSession()).state === "refreshed")
        setResult({
          text: "a new pair",
          note: "Both cookies are new. For a short time, the old refresh token still works and returns the same pair.",
        });
    });

  async function end() {
    const { status } = await post("/demo/api/refresh", { action: "end" });
    if (status !== 200) return false;
    setUntil(Date.now());
    add({
      who: "The lab",
      what: "replaced your access token with an expired one",
      at: Date.now(),
    });
    return true;
  }
  const askWithEnded = () =>
    press("expire the access token, then send a request", async () => {
      if (!(await end())) return;
      // Read the body, because the browser lists a request only after its end.
      const answer = await sessionFetch("/api/me");
      await answer.text();
      if (answer.ok)
        setResult({
          text: "one 401, one refresh",
          note: "Then the same request was sent again and answered. The user noticed nothing.",
        });
    });
  const visitWithEnded = () =>
    press("expire the access token, then load the page", async () => {
      if (await end()) window.location.reload();
    });

  /** Uses a session of the lab, because the browser cannot read the refresh token of the real session. */
  const askAll = () =>
    press(`refresh ${MANY} times at once`, async () => {
      await post(FAMILY, { action: "start" });
      const start = performance.now();
      const answers = await Promise.all(
        Array.from({ length: MANY }, () =>
          postAtOnce<LabAnswer<Family>>(FAMILY, { action: "refresh" }),
        ),
      );
      const took = performance.now() - start;
      const got = answers.flatMap(({ body }) => {
        const [line] = body?.log ?? [];
        return line?.status === 200 && body?.state ? [{ line, token: body.state.you.token }] : [];
      });
      for (const { line } of got) add({ ...line, who: "One of the 20" });
      setOutcome({
        took,
        answered: got.length,
        rotations: got.filter(({ line }) => line.note?.startsWith("got")).length,
        successors: [...new Set(got.map(({ token }) => token))],
      });
    });

  const off = !hydrated || busy;
  return (
    <Stage
      lab={{ entries, failed: null }}
      actions={
        <>
          {accessExpiresIn === null ? null : (
            <>
              <Button variant="primary" onClick={refresh} disabled={off}>
                Refresh now
              </Button>
              <Button onClick={askWithEnded} disabled={off}>
                Expire the access token, then send a request
              </Button>
              <Button onClick={visitWithEnded} disabled={off}>
                Expire the access token, then load the page
              </Button>
            </>
          )}
          {withDatabase ? (
            <Button onClick={askAll} disabled={off}>
              Refresh {MANY} times at once
            </Button>
          ) : null}
        </>
      }
    >
      {accessExpiresIn === null ? (
        <Pane icon={KeyRound} title="Your session">
          {children}
        </Pane>
      ) : (
        <Pane icon={KeyRound} title="Your access token">
          <Result
            note={
              result?.note ??
              "After that, the next request causes a refresh. You can also expire the token now."
            }
          >
            {result?.text ?? "accepted"}
          </Result>
          {hydrated ? <Facts of={{ "expires in": <Countdown to={until} /> }} /> : null}
        </Pane>
      )}
      <Pane icon={Layers} title={`${MANY} at once`}>
        <Result
          tone={outcome?.answered === MANY ? "ok" : "neutral"}
          note={
            outcome
              ? `${outcome.answered} of ${MANY} got new tokens, in ${Math.round(outcome.took)} ms. ${outcome.successors.length === 1 ? `All of them got ${outcome.successors[0]}.` : ""}`
              : `Tabs that wake up at the same time send the same refresh token. Here ${MANY} requests do this with a practice session under hybrid, because this page cannot read your real token.`
          }
        >
          {outcome
            ? `${count(outcome.rotations, "rotation")}, ${count(outcome.successors.length, "successor")}`
            : "–"}
        </Result>
      </Pane>
    </Stage>
  );
}

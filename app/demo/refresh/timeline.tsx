"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { Panel } from "@/components/ui/panel";
import { accessKnownUntil, refreshSession } from "@/lib/browser/refresh";
import { sessionFetch } from "@/lib/browser/session-fetch";
import { post } from "../shared/ask";
import { formatCountdown } from "../shared/format";
import { useHydrated } from "../shared/use-hydrated";
import { useNow } from "../shared/use-now";
import { useRequests } from "./use-requests";

interface TimelineProps {
  strategy: string;
  /** Milliseconds until the access token that came with this page ends. */
  accessExpiresIn: number;
  /** Seconds that an access token lives. */
  accessMaxAge: number;
}

interface Entry {
  at: number;
  text: string;
  /** Of an answer. */
  status?: number;
  /** When the access token ends from then on. */
  until?: number;
}

const REFRESH = "/api/session/refresh";

export function Timeline({ strategy, accessExpiresIn, accessMaxAge }: TimelineProps) {
  const [entries, setEntries] = useState<Entry[]>([]);
  const [until, setUntil] = useState(() => Date.now() + accessExpiresIn);
  const [busy, setBusy] = useState(false);
  const pressed = useRef({ from: 0, until: 0 });
  const hydrated = useHydrated();
  const now = useNow(true);

  const add = (entry: Entry) =>
    setEntries((before) => [entry, ...before].toSorted((a, b) => b.at - a.at).slice(0, 20));

  useRequests(({ path, status, at, took }) => {
    const mine = at >= pressed.current.from && at <= pressed.current.until;
    if (path !== REFRESH) {
      if (mine && path === "/api/me") add({ at, status, text: `asked ${path}` });
      return;
    }
    setUntil(accessKnownUntil());
    const who = mine ? "your button" : "the keeper of this page";
    add({
      at,
      status,
      text: `refreshed by ${who}, in ${Math.round(took)} ms`,
      until: accessKnownUntil(),
    });
  });

  // What the tabs know is in localStorage: a change there is told to all but the one that made it.
  const onStorage = useEffectEvent(() => {
    const known = accessKnownUntil();
    if (known === until) return;
    setUntil(known);
    add({ at: Date.now(), text: "refreshed by another tab", until: known });
  });
  useEffect(() => {
    const listen = () => onStorage();
    addEventListener("storage", listen);
    return () => removeEventListener("storage", listen);
  }, []);

  useEffect(() => {
    const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (!visit) return;
    const trip = visit.redirectCount > 0;
    const text = trip
      ? `this page came by way of the refresh route: ${visit.redirectCount} redirects, ${Math.round(visit.redirectEnd - visit.redirectStart)} ms`
      : "this page was loaded";
    setEntries([{ at: performance.timeOrigin, text }]);
  }, []);

  /** Sends the requests of one button: those in between are its own. */
  async function press(send: () => Promise<unknown>) {
    setBusy(true);
    pressed.current = { from: Date.now(), until: Number.POSITIVE_INFINITY };
    await send();
    pressed.current.until = Date.now();
    setBusy(false);
  }

  async function endAccessToken() {
    const { status } = await post("/demo/api/refresh", { action: "end" });
    if (status !== 200) return false;
    setUntil(Date.now());
    add({
      at: Date.now(),
      text: "the lab put an access token that has ended in the place of yours",
    });
    return true;
  }

  // Read to its end: before that, the browser does not list a request.
  const askWithIt = async () => (await endAccessToken()) && (await sessionFetch("/api/me")).text();
  const visitWithIt = async () => (await endAccessToken()) && window.location.reload();

  const off = !hydrated || busy;
  return (
    <Panel
      strategy={strategy}
      title="As it happens"
      lead="Every refresh of this session that this browser knows of: by the buttons, by the keeper that runs in each page, and by other tabs."
    >
      {hydrated && (
        <div className="mb-5 text-sm">
          <p>
            <span className="font-mono text-xl font-semibold tabular-nums">
              {formatCountdown(until - now)}
            </span>{" "}
            until the access token ends
          </p>
          <div className="mt-1.5 h-2 rounded-full bg-sunken" aria-hidden>
            <div
              className="h-full rounded-full bg-strategy"
              style={{ width: `${Math.min(100, Math.max(0, (until - now) / accessMaxAge / 10))}%` }}
            />
          </div>
        </div>
      )}
      <div className="mb-5 flex flex-wrap gap-3">
        <Button variant="primary" onClick={() => press(refreshSession)} disabled={off}>
          Refresh now
        </Button>
        <Button onClick={() => press(askWithIt)} disabled={off}>
          Let it end, then ask
        </Button>
        <Button onClick={() => press(visitWithIt)} disabled={off}>
          Let it end, then load the page
        </Button>
      </div>
      <ol className="text-sm" aria-live="polite" aria-label="What happened, newest first">
        {hydrated &&
          entries.map(({ at, text, status, until }) => (
            <li
              key={`${at} ${text}`}
              className="flex flex-wrap items-baseline gap-x-3 border-l-3 border-line py-1 pl-3"
            >
              <time className="font-mono text-xs text-mute tabular-nums">{clock(at)}</time>
              <span>{text}</span>
              {status ? <Badge tone={status === 200 ? "ok" : "bad"}>{status}</Badge> : null}
              {until ? (
                <span className="text-mute">
                  ends <Code>{clock(until)}</Code>
                </span>
              ) : null}
            </li>
          ))}
      </ol>
    </Panel>
  );
}

const clock = (at: number) => new Date(at).toLocaleTimeString("en-GB");

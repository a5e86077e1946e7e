"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { keepAlive, recordActivity } from "@/lib/browser/keep-alive";
import { type End, type Stayed, watchEnd } from "@/lib/browser/watch-end";
import { askToSignIn } from "./sign-in-dialog";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";

interface SessionWatchProps {
  /** Milliseconds. */
  expiresIn: number;
  /** Milliseconds; null where there is no access token to refresh. */
  accessExpiresIn: number | null;
  /** Milliseconds; null without an idle timeout. */
  recordActivityEvery: number | null;
}

/** Refreshes while someone is at work, warns a minute before the session ends, and says when it has. */
export function SessionWatch({
  expiresIn,
  accessExpiresIn,
  recordActivityEvery,
}: SessionWatchProps) {
  const [end, setEnd] = useState<End>({ state: "far" });

  const onEnd = useEffectEvent((next: End) => {
    // Nobody's work is on the page: it is left, so that it is not read by whoever comes by.
    if (next.state === "ended" && !isSomethingTyped()) window.location.reload();
    else setEnd(next);
  });
  const hasAccessToken = accessExpiresIn !== null;
  useEffect(
    () => watchEnd(expiresIn, () => recordActivity(hasAccessToken), onEnd),
    [expiresIn, hasAccessToken],
  );
  useEffect(
    () => keepAlive({ accessExpiresIn, recordActivityEvery }),
    [accessExpiresIn, recordActivityEvery],
  );

  if (end.state === "far") return null;
  return (
    <div className="fixed inset-x-0 bottom-0 z-10 mx-auto w-full max-w-[46rem] p-4">
      {end.state === "near" ? <Warning until={end.until} stay={end.stay} /> : <Ended />}
    </div>
  );
}

function Warning({ until, stay }: { until: number; stay: () => Promise<Stayed> }) {
  const seconds = useSecondsUntil(until);
  const [outcome, setOutcome] = useState<Stayed>();
  return (
    <Notice tone="bad" live title="You will be signed out in less than a minute">
      <p className="mb-3">
        {reasons[outcome ?? "stayed"]}{" "}
        <span aria-hidden className="tabular-nums">
          {seconds} s left.
        </span>
      </p>
      {outcome === "limit" ? (
        <Button variant="primary" onClick={() => void askToSignIn(until)}>
          Sign in again
        </Button>
      ) : (
        <Button variant="primary" onClick={async () => setOutcome(await stay())}>
          Stay signed in
        </Button>
      )}
    </Notice>
  );
}

const reasons: Record<Stayed, string> = {
  stayed: "This session is about to end.",
  limit: "This session has reached its limit and cannot go on. Sign in again to start another.",
  unknown: "The app gave no answer. Try again in a moment.",
};

function Ended() {
  return (
    <Notice tone="bad" live title="You have been signed out">
      <p className="mb-3">What you typed is still on this page.</p>
      <Button variant="primary" onClick={() => void askToSignIn()}>
        Sign in
      </Button>
    </Notice>
  );
}

function useSecondsUntil(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

function isSomethingTyped(): boolean {
  return [...document.forms].some((form) =>
    [...form.elements].some((field) => {
      if (field instanceof HTMLInputElement && field.type === "file")
        return field.files?.length !== 0;
      if (field instanceof HTMLInputElement && /checkbox|radio/.test(field.type))
        return field.checked !== field.defaultChecked;
      if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
        return field.type !== "hidden" && field.value !== field.defaultValue;
      return false;
    }),
  );
}

"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { keepAlive, recordActivity } from "@/lib/browser/keep-alive";
import { isSomethingTyped, watchTyping } from "@/lib/browser/typed";
import { type End, type Stayed, watchEnd } from "@/lib/browser/watch-end";
import type { Viewer } from "./shown-to";
import { askToSignIn, type Question } from "./sign-in-dialog";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";
import { useRefresh } from "./use-refresh";

interface SessionWatchProps {
  /** Whose session it is. */
  user: Viewer;
  /** Milliseconds. */
  expiresIn: number;
  /** Milliseconds; null where there is no access token to refresh. */
  accessExpiresIn: number | null;
  /** Milliseconds; null without an idle timeout. */
  recordActivityEvery: number | null;
}

/** Refreshes while someone is at work, warns a minute before the session ends, and says when it has. */
export function SessionWatch({
  user,
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
  useEffect(watchTyping, []);
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
      {end.state === "near" ? (
        <Warning user={user} until={end.until} stay={end.stay} />
      ) : (
        <Ended user={user} />
      )}
    </div>
  );
}

interface WarningProps {
  user: Viewer;
  /** Ms since the epoch. */
  until: number;
  stay: () => Promise<Stayed>;
}

function Warning({ user, until, stay }: WarningProps) {
  const seconds = useSecondsUntil(until);
  const signIn = useSignIn(user);
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
        <Button variant="primary" onClick={() => signIn({ reason: "ending", until })}>
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

function Ended({ user }: { user: Viewer }) {
  const signIn = useSignIn(user);
  return (
    <Notice tone="bad" live title="You have been signed out">
      <p className="mb-3">What you typed is still on this page.</p>
      <Button variant="primary" onClick={() => signIn({ reason: "signed-out" })}>
        Sign in
      </Button>
    </Notice>
  );
}

/** The page then learns of the new session, and this notice goes. */
function useSignIn(user: Viewer) {
  const refresh = useRefresh();
  return async (question: Question) => {
    if (await askToSignIn(user, question)) refresh();
  };
}

function useSecondsUntil(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { uncover } from "@/lib/browser/cover";
import { saveDrafts } from "@/lib/browser/drafts";
import { keepAlive, recordActivity } from "@/lib/browser/keep-alive";
import { leaveUnlessKept } from "@/lib/browser/kept";
import { isSomethingTyped, watchTyping } from "@/lib/browser/typed";
import { type End, type Shown, type Stayed, watchEnd } from "@/lib/browser/watch-end";
import type { Viewer } from "./shown-to";
import { askToSignIn, loadDialogEarly, type Question } from "./sign-in-dialog";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";
import { useRefresh } from "./use-refresh";

interface SessionWatchProps extends Shown {
  /** Whose session it is. */
  user: Viewer;
  /** Milliseconds; null where there is no access token to refresh. */
  accessExpiresIn: number | null;
  /** Milliseconds; null without an idle timeout. */
  recordActivityEvery: number | null;
}

/** Refreshes while the user is active, warns a minute before the session ends, and says when it has ended. */
export function SessionWatch({
  user,
  expires,
  expiresIn,
  accessExpiresIn,
  recordActivityEvery,
}: SessionWatchProps) {
  const [end, setEnd] = useState<End>({ state: "far" });

  const onEnd = useEffectEvent((next: End) => {
    // Nothing was typed, so leave the page, because nobody else should read it. Also leave a page that its user had
    // already left; its input is restored when the user signs in again.
    if (next.state === "ended" && (next.restored || !isSomethingTyped())) {
      if (isSomethingTyped()) saveDrafts();
      window.location.reload();
      return;
    }
    uncover();
    setEnd(next);
  });
  useEffect(watchTyping, []);
  useEffect(loadDialogEarly, []);
  useEffect(() => void leaveUnlessKept(), []);
  const hasAccessToken = accessExpiresIn !== null;
  useEffect(
    () => watchEnd({ expires, expiresIn }, () => recordActivity(hasAccessToken), onEnd),
    [expires, expiresIn, hasAccessToken],
  );
  useEffect(
    () => keepAlive({ accessExpiresIn, recordActivityEvery }),
    [accessExpiresIn, recordActivityEvery],
  );

  if (end.state === "far") return null;
  return (
    <div className="fixed inset-x-0 bottom-0 z-10 mx-auto w-full max-w-[46rem] p-4">
      {end.state === "near" ? <Warning user={user} {...end} /> : <Ended user={user} />}
    </div>
  );
}

interface WarningProps {
  user: Viewer;
  /** Ms since the epoch, by this computer's clock and by the server's. */
  until: number;
  expires: number;
  stay: () => Promise<Stayed>;
}

function Warning({ user, until, expires, stay }: WarningProps) {
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
        <Button variant="primary" onClick={() => signIn({ reason: "ending", expires })}>
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
  limit: "This session has reached its maximum age. Sign in again to start a new one.",
  unknown: "The server did not answer. Try again in a moment.",
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

/** Then the page is refreshed, and this notice disappears. */
function useSignIn(user: Viewer) {
  const refresh = useRefresh();
  return async (question: Question) => {
    // If the dialog cannot be loaded, the notice and its button stay.
    if (await askToSignIn(user, question).catch(() => false)) refresh();
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

"use client";

import { Dialog } from "@base-ui/react/dialog";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { withoutRefresh } from "@/lib/browser/refresh";
import type { SignInReason } from "@/lib/browser/send-form";
import { signInHere, whoIsSignedIn } from "@/lib/browser/sign-in";
import { askUntil } from "@/lib/browser/watch-end";
import type { Viewer } from "./shown-to";
import { Button, ButtonLink } from "./ui/button";
import { Field } from "./ui/field";
import { Form } from "./ui/form";
import { Notice } from "./ui/notice";

export interface Question {
  /** Why they are asked. "ending": their session goes on until `until` (ms since the epoch) and no longer. */
  reason: SignInReason | "ending";
  until?: number;
}

let open: ((user: Viewer, question: Question) => Promise<boolean>) | undefined;

/**
 * Asks `user`, to whom the page belongs, to sign in without leaving the page. Afterwards the page needs useRefresh. True once they are signed in, with a
 * session that ends later than `until`; false when they would rather not. It needs the SignInDialog of the root layout.
 */
export async function askToSignIn(user: Viewer, question: Question): Promise<boolean> {
  return (await open?.(user, question)) ?? false;
}

/** Milliseconds by which two answers about the same session may differ. */
const TOLERANCE = 2_000;

interface SignInDialogProps {
  withPassword: boolean;
  withProviders: boolean;
}

export function SignInDialog({ withPassword, withProviders }: SignInDialogProps) {
  const [waiting, setWaiting] = useState(false);
  const [user, setUser] = useState<Viewer | null>(null);
  const [{ reason, until = 0 }, setQuestion] = useState<Question>({ reason: "signed-out" });
  const [problem, setProblem] = useState("");
  const [pending, setPending] = useState(false);
  const answer = useRef<((signedIn: boolean) => void) | undefined>(undefined);

  function close(signedIn: boolean) {
    setWaiting(false);
    answer.current?.(signedIn);
    answer.current = undefined;
  }

  useEffect(() => {
    open = (user, question) => {
      setProblem("");
      setUser(user);
      setQuestion(question);
      setWaiting(true);
      return new Promise((resolve) => {
        answer.current?.(false);
        answer.current = resolve;
      });
    };
    return () => {
      open = undefined;
      answer.current?.(false);
    };
  }, []);

  async function finishIfSignedIn() {
    const who = await whoIsSignedIn();
    if (who === user?.id) close(true);
    else if (who)
      setProblem("That is another account than the one this page belongs to. Nothing was sent.");
    return who !== null;
  }

  useEffect(() => {
    if (!waiting) return;
    // They may have signed in in another tab.
    const onFocus = async () => {
      const ends = until ? await askUntil() : Infinity;
      if (typeof ends === "number" && ends > until + TOLERANCE) await finishIfSignedIn();
    };
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  });

  // Not a server action: React would hold its outcome back until the form that waits for it is done.
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget));
    setPending(true);
    const failure = await withoutRefresh(() => signInHere(String(email), String(password)));
    setPending(false);
    if (failure) setProblem(failure);
    else if (!(await finishIfSignedIn())) setProblem("That did not work. Try again.");
  }

  return (
    <Dialog.Root open={waiting} onOpenChange={(next) => (next ? undefined : close(false))}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-ink/40" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-20 grid max-h-[90dvh] w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-5 overflow-y-auto rounded-panel border border-line bg-panel p-5">
          <div>
            <Dialog.Title className="text-lg font-semibold tracking-tight">
              {titles[reason]}
            </Dialog.Title>
            <Dialog.Description className="mt-1 text-sm text-mute">
              {reason === "other-user"
                ? `This page belongs to ${user?.email ?? "the account that was signed in before"}. What you typed is still here, and nothing was sent. Sign in as its owner to send it: the other account is then signed out in this browser.`
                : "What you typed is still here. Sign in, and it goes on from where you were."}
            </Dialog.Description>
          </div>
          {problem ? (
            <Notice tone="bad" live>
              {problem}
            </Notice>
          ) : null}
          {withPassword ? (
            <Form onSubmit={submit}>
              <Field
                name="email"
                label="Email"
                type="email"
                autoComplete="username"
                required
                defaultValue={user?.email ?? ""}
              />
              <Field
                name="password"
                label="Password"
                type="password"
                autoComplete="current-password"
                required
              />
              <Button type="submit" variant="primary" aria-disabled={pending || undefined}>
                {pending ? "Signing in …" : "Sign in"}
              </Button>
            </Form>
          ) : null}
          <div className="flex flex-wrap gap-2">
            {withProviders ? (
              <ButtonLink href="/sign-in" target="_blank">
                Sign in another way, in a new tab
              </ButtonLink>
            ) : null}
            <Dialog.Close render={<Button>Not now</Button>} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const titles: Record<Question["reason"], string> = {
  "signed-out": "Your session has ended",
  ending: "Your session is about to end",
  "other-user": "Another account is signed in now",
};

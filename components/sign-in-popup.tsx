"use client";

import { Dialog } from "@base-ui/react/dialog";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { passkeyButton } from "@/features/passkeys/button";
import { withoutRefresh } from "@/lib/browser/refresh";
import { lastSignIn, signInHere, whoIsSignedIn } from "@/lib/browser/sign-in";
import { askUntil } from "@/lib/browser/watch-end";
import { RememberMe } from "./remember-me";
import type { Viewer } from "./shown-to";
import type { Question, SignInPopupProps } from "./sign-in-dialog";
import { Button, ButtonLink } from "./ui/button";
import { Field } from "./ui/field";
import { Form } from "./ui/form";
import { Notice } from "./ui/notice";

/** Milliseconds by which two answers about the same session may differ. */
const TOLERANCE = 2_000;

export function SignInPopup({
  withPassword,
  withProviders,
  user,
  question: { reason, expires = 0 },
  open,
  onClose,
}: SignInPopupProps) {
  const [problem, setProblem] = useState("");
  const [pending, setPending] = useState(false);
  /** When the user signed in before this dialog. */
  const signedIn = useRef<Promise<string | null>>(undefined);
  useEffect(() => {
    if (reason === "sign-in-again") signedIn.current = lastSignIn();
  }, [reason]);

  async function finishIfSignedIn() {
    const who = await whoIsSignedIn();
    if (who === user.id) onClose(true);
    else if (who) setProblem("This page belongs to another account. Nothing was sent.");
    return who !== null;
  }

  useEffect(() => {
    if (!open) return;
    // The user may have signed in in another tab.
    const onFocus = async () => {
      if (signedIn.current && (await signedIn.current) === (await lastSignIn())) return;
      const ends = expires ? await askUntil() : { expires: Infinity };
      if (typeof ends === "object" && ends.expires > expires + TOLERANCE) await finishIfSignedIn();
    };
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  });

  // Not a server action, because React would delay its result until the waiting form is done.
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { email, password, remember } = Object.fromEntries(new FormData(event.currentTarget));
    const choice = isSignedIn(reason) ? "keep" : remember === "on" ? "true" : "false";
    setPending(true);
    const failure = await withoutRefresh(() => signInHere(String(email), String(password), choice));
    setPending(false);
    if (failure) setProblem(failure);
    else await finish();
  }

  async function finish() {
    if (!(await finishIfSignedIn())) setProblem("That did not work. Try again.");
  }

  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose(false))}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-black/50" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-20 grid max-h-[90dvh] w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-5 overflow-y-auto rounded-xl border border-border bg-card p-5">
          <div>
            <Dialog.Title className="text-lg font-semibold tracking-tight">
              {titles[reason]}
            </Dialog.Title>
            <Dialog.Description className="mt-1 text-sm text-muted-foreground">
              {explain(reason, user)}
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
                defaultValue={user.email ?? ""}
              />
              <Field
                name="password"
                label="Password"
                type="password"
                autoComplete="current-password"
                required
              />
              {isSignedIn(reason) ? null : <RememberMe />}
              <Button type="submit" variant="primary" aria-disabled={pending || undefined}>
                {pending ? "Signing in …" : "Sign in"}
              </Button>
              {passkeyButton({ again: isSignedIn(reason), onSignedIn: finish })}
            </Form>
          ) : null}
          <div className="flex flex-wrap gap-2">
            {withProviders ? (
              <ButtonLink
                href={reason === "sign-in-again" ? "/sign-in?again=true" : "/sign-in"}
                target="_blank"
              >
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

const isSignedIn = (reason: Question["reason"]) =>
  reason === "ending" || reason === "sign-in-again";

const titles: Record<Question["reason"], string> = {
  "signed-out": "Your session has ended",
  ending: "Your session is about to end",
  "other-user": "Another account is signed in now",
  "sign-in-again": "Confirm that it is you",
};

function explain(reason: Question["reason"], user: Viewer): string {
  if (reason === "other-user")
    return `This page belongs to ${user.email ?? "the account that was signed in before"}. What you typed is still here, and nothing was sent. Sign in as its owner to send it: the other account is then signed out in this browser.`;
  return reason === "sign-in-again"
    ? "This needs a recent sign-in. What you typed is still here: sign in again, and it will be sent."
    : "What you typed is still here. Sign in to continue.";
}

"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { explainError } from "@/lib/accounts/sign-in-errors";
import { withoutRefresh } from "@/lib/browser/refresh";
import { askUntil } from "@/lib/browser/watch-end";
import { Button, ButtonLink } from "./ui/button";
import { Field } from "./ui/field";
import { Form } from "./ui/form";
import { Notice } from "./ui/notice";

let open: ((until: number) => Promise<boolean>) | undefined;

/**
 * Asks to sign in again without leaving the page. True once the same user is signed in; false when they
 * would rather not. `until` is when the session at hand ends, if it has not yet (ms since the epoch): it takes
 * one that ends later. It needs the SignInDialog of the root layout.
 */
export async function askToSignIn(until = 0): Promise<boolean> {
  return (await open?.(until)) ?? false;
}

/** Milliseconds by which two answers about the same session may differ. */
const TOLERANCE = 2_000;

interface SignInDialogProps {
  /** Who was signed in when the page was loaded: what is typed there is theirs. */
  user: { id: string; email: string | null };
  withPassword: boolean;
  withProviders: boolean;
}

export function SignInDialog({ user, withPassword, withProviders }: SignInDialogProps) {
  const router = useRouter();
  const [waiting, setWaiting] = useState(false);
  const [until, setUntil] = useState(0);
  const [problem, setProblem] = useState("");
  const [pending, setPending] = useState(false);
  const answer = useRef<((signedIn: boolean) => void) | undefined>(undefined);

  function close(signedIn: boolean) {
    setWaiting(false);
    if (signedIn) router.refresh();
    answer.current?.(signedIn);
    answer.current = undefined;
  }

  useEffect(() => {
    open = (until) => {
      setProblem("");
      setUntil(until);
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
    if (who === user.id) close(true);
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
    const failure = await withoutRefresh(() => trySignIn(String(email), String(password)));
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
              {until ? "Your session is about to end" : "Your session has ended"}
            </Dialog.Title>
            <Dialog.Description className="mt-1 text-sm text-mute">
              What you typed is still here. Sign in, and it goes on from where you were.
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

async function whoIsSignedIn(): Promise<string | null> {
  const response = await fetch("/api/me", { cache: "no-store" }).catch(() => null);
  if (response?.status !== 200) return null;
  return ((await response.json()) as { user: { id: string } }).user.id;
}

/** What went wrong, in words, or nothing. */
async function trySignIn(email: string, password: string): Promise<string | undefined> {
  try {
    const { error, code } = await signIn("credentials", { email, password, redirect: false });
    if (!error) return;
    const { title, remedy } = explainError(error, code);
    return `${title} ${remedy}`;
  } catch {
    const { title, remedy } = explainError("Unavailable");
    return `${title} ${remedy}`;
  }
}

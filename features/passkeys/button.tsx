"use client";

import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Remember } from "@/lib/forms/remember-field";
import { hasPasskeys, openPasskeys } from "./browser";

interface PasskeyButtonProps {
  /** Whether only the signed-in user may use it. */
  again?: boolean;
  /** Offers passkeys among the suggestions of the email field, too. */
  offered?: boolean;
  onSignedIn: () => unknown;
}

/** Inside a form that signs in with a password: the checkbox "Keep me signed in" applies to both. */
export const passkeyButton = (props: PasskeyButtonProps) => <PasskeyButton {...props} />;

const never = () => () => {};

function PasskeyButton({ again = false, offered = false, onSignedIn }: PasskeyButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const passkeys = useRef<ReturnType<typeof openPasskeys>>(undefined);
  const [problem, setProblem] = useState("");
  const [pending, setPending] = useState(false);
  const usable = useSyncExternalStore(never, hasPasskeys, () => false);

  const finish = useEffectEvent((outcome: Awaited<ReturnType<typeof signIn>>) => {
    if (outcome === "signed-in") return void onSignedIn();
    setPending(false);
    setProblem(typeof outcome === "string" ? "" : outcome.problem);
    if (offered) void passkeys.current?.offer(finish);
  });

  useEffect(() => {
    const opened = openPasskeys({ again, remember: () => rememberIn(button.current?.form) });
    passkeys.current = opened;
    if (offered) void opened.offer(finish);
    return opened.close;
  }, [again, offered]);

  const signIn = async () => (await passkeys.current?.choose()) ?? "cancelled";

  async function press() {
    if (pending) return;
    setProblem("");
    setPending(true);
    finish(await signIn());
  }

  // Reserves the space of the button, so that the page does not move later.
  if (!usable) return <span aria-hidden className="min-h-10.5" />;
  return (
    <>
      <Button
        ref={button}
        onClick={press}
        aria-disabled={pending || undefined}
        className="min-h-10.5!"
      >
        {pending ? "Waiting for your passkey …" : "Sign in with a passkey"}
      </Button>
      {problem ? (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      ) : null}
    </>
  );
}

/** The choice in the form. Without the checkbox, the choice of the current session. */
function rememberIn(form: HTMLFormElement | null | undefined): Remember {
  const field = form?.elements.namedItem("remember");
  if (!(field instanceof HTMLInputElement) || field.type !== "checkbox") return "keep";
  return field.checked ? "true" : "false";
}

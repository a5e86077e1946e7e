"use client";

import { useRef } from "react";
import { goToProvider } from "@/lib/accounts/provider-action";
import type { ProviderInfo } from "@/lib/accounts/providers";
import { RememberMe } from "./remember-me";
import { Form } from "./ui/form";
import { SubmitButton } from "./ui/submit-button";
import { useFormAction } from "./use-form-action";

interface ProviderButtonsProps {
  providers: ProviderInfo[];
  /** The text before the provider's name: "Sign in with", "Connect". */
  verb: string;
  callbackUrl: string;
  // #region postgres
  /** Asks the provider to require a new sign-in, even if it has a session. */
  again?: boolean;
  /**
   * Guests choose whether the browser keeps the session: with a box of this form, or with the box that the page already has in
   * its password form.
   */
  remember?: "box" | "box-of-page";
  // #endregion
}

export function ProviderButtons({
  providers,
  verb,
  callbackUrl,
  // #region postgres
  again,
  remember,
  // #endregion
}: ProviderButtonsProps) {
  const [result, action] = useFormAction(goToProvider);
  // #region postgres
  const kept = useRef<HTMLInputElement>(null);
  function takeBoxOfPage() {
    const boxes = document.querySelectorAll<HTMLInputElement>(
      "input[type=checkbox][name=remember]",
    );
    // Next.js hides the previous page and keeps it in the document.
    const isTicked = [...boxes].find((box) => box.checkVisibility())?.checked;
    if (kept.current) Object.assign(kept.current, { disabled: false, value: isTicked ? "on" : "" });
  }
  // #endregion
  return (
    <div
      // #region postgres
      onSubmitCapture={takeBoxOfPage}
      // #endregion
    >
      <Form action={action} result={result} className="grid gap-2">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        {/* #region postgres */}
        {again ? <input type="hidden" name="again" value="true" /> : null}
        {remember === "box" ? <RememberMe /> : null}
        {remember === "box-of-page" ? (
          <>
            <input type="hidden" name="remember" ref={kept} disabled />
            <noscript>
              <RememberMe />
            </noscript>
          </>
        ) : null}
        {/* #endregion */}
        {/* without postgres: <RememberMe /> */}
        {providers.map(({ id, name }) => (
          <SubmitButton key={id} name="provider" value={id} className="w-full">
            {verb} {name}
          </SubmitButton>
        ))}
      </Form>
    </div>
  );
}

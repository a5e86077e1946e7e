"use client";

import type { ComponentProps, MouseEvent } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

interface SubmitButtonProps extends ComponentProps<typeof Button> {
  /** The text while the form is being sent. */
  pendingText?: string;
}

/** Submits the form around it, once: while it waits for the answer, it keeps the focus but does nothing. */
export function SubmitButton({ pendingText, children, onClick, ...props }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  const submitOnce = (event: MouseEvent<HTMLButtonElement>) =>
    pending ? event.preventDefault() : onClick?.(event);
  return (
    <Button {...props} type="submit" aria-disabled={pending || undefined} onClick={submitOnce}>
      {pending && pendingText ? pendingText : children}
    </Button>
  );
}

"use client";

import type { ComponentProps, FormEvent } from "react";
import { withoutRefresh } from "@/lib/browser/refresh";
import { Button } from "./ui/button";

/** A plain form post, which loads a new document: see app/sign-out/route.ts for why. */
export function SignOutForm(button: ComponentProps<typeof Button>) {
  return (
    <form method="post" action="/sign-out" onSubmit={submitWithoutRefresh}>
      <Button {...button} type="submit">
        Sign out
      </Button>
    </form>
  );
}

function submitWithoutRefresh(event: FormEvent<HTMLFormElement>) {
  event.preventDefault();
  const form = event.currentTarget;
  void withoutRefresh(() => {
    form.submit();
    return new Promise(() => {}); // until the new document takes the place of this one
  });
}

"use client";

import type { ComponentProps, FormEvent } from "react";
import { withoutRefresh } from "@/lib/browser/refresh";
import { SHOWN_TO_FIELD } from "@/lib/forms/shown-to";
import { useViewer } from "./shown-to";
import { Button } from "./ui/button";

/**
 * A plain form post, which loads a new document: see app/sign-out/route.ts for why. The address says whose session the
 * page wants to end, so that the route need not read a body.
 */
export function SignOutForm(button: ComponentProps<typeof Button>) {
  const viewer = useViewer();
  const query = viewer ? `?${new URLSearchParams({ [SHOWN_TO_FIELD]: viewer.id })}` : "";
  return (
    <form method="post" action={`/sign-out${query}`} onSubmit={submitWithoutRefresh}>
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

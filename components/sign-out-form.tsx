import type { ComponentProps } from "react";
import { Button } from "./ui/button";

/** A plain form post, which loads a new document: see app/sign-out/route.ts for why. */
export function SignOutForm(button: ComponentProps<typeof Button>) {
  return (
    <form method="post" action="/sign-out">
      <Button {...button} type="submit">
        Sign out
      </Button>
    </form>
  );
}

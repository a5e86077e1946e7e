import type { ComponentProps } from "react";
import { PostForm } from "./post-form";
import type { Button } from "./ui/button";

/** See app/sign-out/route.ts. */
export function SignOutForm(button: ComponentProps<typeof Button>) {
  return (
    <PostForm {...button} action="/sign-out">
      Sign out
    </PostForm>
  );
}

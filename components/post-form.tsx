"use client";

import type { ComponentProps, FormEvent } from "react";
import { withoutRefresh } from "@/lib/browser/refresh";
import { SHOWN_TO_FIELD } from "@/lib/forms/shown-to";
import { useViewer } from "./shown-to";
import { Button } from "./ui/button";

/**
 * A button that posts to a route and loads a new document, which empties the router's cache: for actions that end the
 * session. The URL contains the user of the page, so that the route does not have to read a body.
 */
export function PostForm({
  action,
  ...button
}: ComponentProps<typeof Button> & { action: string }) {
  const viewer = useViewer();
  const query = viewer ? `?${new URLSearchParams({ [SHOWN_TO_FIELD]: viewer.id })}` : "";
  return (
    <form method="post" action={action + query} onSubmit={submitWithoutRefresh}>
      <Button {...button} type="submit" />
    </form>
  );
}

function submitWithoutRefresh(event: FormEvent<HTMLFormElement>) {
  event.preventDefault();
  const form = event.currentTarget;
  void withoutRefresh(() => {
    form.submit();
    return new Promise(() => {}); // pending until the new document replaces this one
  });
}

"use client";

import { usePathname } from "next/navigation";
import type { ComponentProps, KeyboardEvent } from "react";

/** A `details` element that closes at Escape and when the page changes. It works without JavaScript. */
export function Disclosure(props: ComponentProps<"details">) {
  // With a new key for each page, it is closed again.
  return <details key={usePathname()} onKeyDown={closeByEscape} {...props} />;
}

function closeByEscape(event: KeyboardEvent<HTMLDetailsElement>) {
  if (event.key !== "Escape") return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary")?.focus();
}

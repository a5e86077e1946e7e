"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** A moment in the reader's own time zone and, until JavaScript runs, in UTC. */
export function Time({ at }: { at: number }) {
  const timeZone = useSyncExternalStore(
    never,
    () => undefined,
    () => "UTC",
  );
  const text = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  }).format(at);
  return (
    <time dateTime={new Date(at).toISOString()}>
      {text}
      {timeZone ? " UTC" : ""}
    </time>
  );
}

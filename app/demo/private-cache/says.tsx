"use client";

import { use, useEffect, useState } from "react";
import { useHydrated } from "@/components/use-hydrated";
import { inWords } from "@/lib/duration";
import { useMeasured } from "../shared/measured";
import { Result } from "../shared/stage";
import { useNow } from "../shared/use-now";
import { Watched } from "./experiment";
import type { Seen } from "./scene";

/** What a page shows, compared with what the server says now. Without `at`, the page has not loaded yet. */
export function Says({ name, at }: Partial<Seen>) {
  const { strategy, isIn, signedOutAt, skew } = use(Watched);
  const [opened, setOpened] = useState(0);
  // Runs each time the page is shown, because Next.js hides the previous pages and keeps their state.
  useEffect(() => setOpened(Date.now()), []);
  const hydrated = useHydrated();
  const now = useNow(true) + skew;
  const isOld = Boolean(name) && isIn === false;
  const late = isOld && signedOutAt && opened > signedOutAt ? opened - signedOutAt : null;
  useMeasured(
    "private-cache",
    strategy,
    late === null
      ? null
      : `shown as signed in, ${inWords(Math.max(1, late / 1000))} after signing out`,
  );
  if (at === undefined || !hydrated) return <Result>…</Result>;
  return (
    <Result
      tone={isOld ? "bad" : signedOutAt && !name ? "ok" : "neutral"}
      note={
        <span aria-live="off" className="tabular-nums">
          {name ? `User: ${name}. ` : ""}The server made this page{" "}
          {inWords(Math.max(1, Math.round((now - at) / 1000)))} ago.
          {late === null ? "" : " No request was sent to open it again."}
        </span>
      }
    >
      {name ? (isOld ? "still signed in" : "signed in") : "signed out"}
    </Result>
  );
}

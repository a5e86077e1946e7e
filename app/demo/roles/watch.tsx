"use client";

import { type ReactNode, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ask } from "../shared/ask";
import { askMe } from "../shared/ask-me";
import { usePoll } from "../shared/use-poll";
import { Actions } from "./actions";
import { follow, type Watched } from "./lag";
import { Lag } from "./lag-line";

interface WatchProps {
  /** Whether the cookie carries the role, so that a new one can be asked for. */
  canTakeNow: boolean;
  /** What to wait for while the app shows an old role. */
  children: ReactNode;
}

async function askDatabase(): Promise<string | undefined> {
  return (await ask<{ role?: string }>("/demo/api/role")).body?.role;
}

/** Asks both sources each second. */
export function Watch({ canTakeNow, children }: WatchProps) {
  const [app, setApp] = useState<string>();
  const [watched, setWatched] = useState<Watched | null>(null);
  const [trouble, setTrouble] = useState<"out" | "unknown" | null>(null);

  async function look() {
    let database = await askDatabase();
    const me = await askMe();
    if (me.state === "in" && database && database !== me.user.role)
      // It may have changed between the two questions: that would be no lag of the app's.
      database = await askDatabase();
    if (me.state === "in") setApp(me.user.role);
    if (me.state !== "in" || !database) return setTrouble(me.state === "out" ? "out" : "unknown");
    const seen = { app: me.user.role, database };
    setTrouble(null);
    setWatched((before) => follow(before, seen, Date.now()));
  }
  usePoll(look, trouble !== "out");

  return (
    <Panel title="What happens now" lead="Asked once a second while this page is visible.">
      {trouble && (
        <div className="mb-5">
          <Notice
            title={trouble === "out" ? "You are signed out" : "Could not check just now"}
            live
          >
            {trouble === "out"
              ? "Sign in again to go on."
              : "The app or its database gave no answer. This page keeps asking."}
          </Notice>
        </div>
      )}
      <dl className="grid gap-4 sm:grid-cols-2">
        <Source
          name="the app takes you for"
          from="/api/me"
          role={app}
          late={watched?.differSince != null}
        />
        <Source name="the database says" from="/demo/api/role" role={watched?.database} />
      </dl>
      <div className="my-5 min-h-14" aria-live="polite">
        {watched && <Lag {...watched}>{children}</Lag>}
      </div>
      <Actions role={watched?.database} canTakeNow={canTakeNow} onDone={look} />
    </Panel>
  );
}

interface SourceProps {
  name: string;
  from: string;
  role: string | undefined;
  late?: boolean;
}

function Source({ name, from, role, late }: SourceProps) {
  return (
    <div
      className={`flex flex-col-reverse rounded-lg border bg-sunken px-4 py-3 ${late ? "border-bad" : "border-transparent"}`}
    >
      <dt className="text-sm text-mute">
        {name} <span className="font-mono text-xs">({from})</span>
      </dt>
      <dd className="font-mono text-2xl font-semibold">{role ?? "…"}</dd>
    </div>
  );
}

"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ask, post } from "../shared/ask";
import { usePoll } from "../shared/use-poll";
import { Actions } from "./actions";
import type { RolesAnswer } from "./answers";
import { follow, type Watched } from "./lag";
import { Lag } from "./lag-line";

const LAB = "/demo/api/roles";

interface WatchProps {
  /** Whether the cookie carries the role, so that a new one can be asked for. */
  canTakeNow: boolean;
  /** Of what has another figure in the app itself. */
  inTheApp: ReactNode;
  /** What to wait for while the session shows an old role. */
  children: ReactNode;
}

/** Asks each second. */
export function Watch({ canTakeNow, inTheApp, children }: WatchProps) {
  const [state, setState] = useState<RolesAnswer["state"] | "unknown" | null>(null);
  const [watched, setWatched] = useState<Watched | null>(null);

  async function look() {
    const { body } = await ask<RolesAnswer>(LAB);
    setState(body?.state ?? "unknown");
    if (body?.state === "in") setWatched((before) => follow(before, body, Date.now()));
  }
  usePoll(look);

  async function act(action: object) {
    await post(LAB, action);
    await look();
  }
  async function start() {
    setWatched(null);
    await act({ action: "start" });
  }

  return (
    <Panel
      title="What happens now"
      lead="A throw-away user, made for this page, with a real session. Asked about once a second while this page is visible. Your own role stays as it is."
    >
      {state === "unknown" && (
        <Notice title="Could not check just now" live>
          The app or its database gave no answer. This page keeps asking.
        </Notice>
      )}
      {state === "in" ? (
        <>
          <dl className="grid gap-4 sm:grid-cols-2">
            <Source
              name="the session says"
              role={watched?.app}
              late={watched?.differSince != null}
            />
            <Source name="the database says" role={watched?.database} />
          </dl>
          <div className="my-5 min-h-14" aria-live="polite">
            {watched && <Lag {...watched}>{children}</Lag>}
          </div>
          <Actions role={watched?.database} canTakeNow={canTakeNow} act={act} />
        </>
      ) : (
        <div className="grid justify-items-start gap-4">
          <p className="text-sm" aria-live="polite">
            {state === "out" ? "Their session is over." : ""} {inTheApp}
          </p>
          <Button variant="primary" disabled={state === null} onClick={start}>
            {state === "out" ? "Start over" : "Sign a throw-away user in"}
          </Button>
        </div>
      )}
    </Panel>
  );
}

interface SourceProps {
  name: string;
  role: string | undefined;
  late?: boolean;
}

function Source({ name, role, late }: SourceProps) {
  return (
    <div
      className={`flex flex-col-reverse rounded-lg border bg-sunken px-4 py-3 ${late ? "border-bad" : "border-transparent"}`}
    >
      <dt className="text-sm text-mute">{name}</dt>
      <dd className="font-mono text-2xl font-semibold">{role ?? "…"}</dd>
    </div>
  );
}

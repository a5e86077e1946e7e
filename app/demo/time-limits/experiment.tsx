"use client";

import { recordActivity } from "@/lib/browser/keep-alive";
import type { SessionPolicy } from "@/lib/session/policy";
import { ask, post } from "../shared/ask";
import type { EndAnswer, TimesAnswer } from "./answers";
import { practicePolicy } from "./limits";
import { Watched } from "./watched";

const PATH = "/demo/api/time-limits";

interface ExperimentProps {
  strategy: string;
  policy: SessionPolicy;
  session: Extract<TimesAnswer, { state: "in" }>;
}

export function Experiment({ strategy, policy, session }: ExperimentProps) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Watched
        title="Your session"
        lead="The one that you are signed in with, under the limits of this app."
        strategy={strategy}
        policy={policy}
        initial={session}
        onAsk={() => askForTimes(session.times.accessExpires !== undefined)}
        onLook={look}
      />
      <Watched
        title="A practice session"
        lead="The same strategy with limits in seconds: a second sign-in of yours, kept sealed in this browser."
        strategy={strategy}
        policy={practicePolicy}
        onStart={() => practise("start")}
        onAsk={() => practise("ask")}
        onLook={() => practise<EndAnswer>("look")}
      />
    </div>
  );
}

/** What someone at work does to a session: the request that the keep-alive sends, too. */
async function askForTimes(hasAccessToken: boolean): Promise<TimesAnswer | null> {
  await recordActivity(hasAccessToken);
  const { status, body } = await ask<TimesAnswer>(PATH);
  if (status === 401) return { state: "out" };
  return status === 200 ? body : null;
}

async function look(): Promise<EndAnswer | null> {
  const { status, body } = await ask<{ expires: string | null }>("/api/session");
  if (status !== 200 || !body) return null;
  return { expires: body.expires === null ? null : Date.parse(body.expires) };
}

async function practise<Answer = TimesAnswer>(
  action: "start" | "ask" | "look",
): Promise<Answer | null> {
  const { status, body } = await post<Answer>(PATH, { action });
  return status === 200 ? body : null;
}

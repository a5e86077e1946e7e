"use client";

import { recordActivity } from "@/lib/client/keep-alive";
import type { SessionPolicy } from "@/lib/session/policy";
import { ask, post } from "../shared/ask";
import type { TimesAnswer } from "./answers";
import { practicePolicy } from "./limits";
import { type Looked, Watched } from "./watched";

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
        onLook={lookAtPractice}
      />
    </div>
  );
}

/** What someone at work does to a session: the request that the keep-alive sends, too. */
async function askForTimes(hasAccessToken: boolean): Promise<TimesAnswer | null> {
  await recordActivity(hasAccessToken);
  const { status, body } = await ask<TimesAnswer>(PATH);
  if (status === 401) return { state: "out", refresh: false };
  return status === 200 ? body : null;
}

async function look(): Promise<Looked | null> {
  type Answer = { expires: string | null; refresh: boolean };
  const { status, body } = await ask<Answer>("/api/session");
  if (status !== 200 || !body) return null;
  const { expires, refresh } = body;
  return expires ? { state: "in", expires: Date.parse(expires) } : { state: "out", refresh };
}

async function practise(action: "start" | "ask" | "look"): Promise<TimesAnswer | null> {
  const { status, body } = await post<TimesAnswer>(PATH, { action });
  return status === 200 ? body : null;
}

async function lookAtPractice(): Promise<Looked | null> {
  const answer = await practise("look");
  return answer?.state === "in" ? { state: "in", expires: answer.times.expires } : answer;
}

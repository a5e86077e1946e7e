import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { Sources } from "../shared/sources";
import { laneNames, strategyOf } from "./all-lanes";
import { Experiment } from "./experiment";
import { laneLabel } from "./words";

export const metadata: Metadata = { title: "Compare" };

export default demoPage(function ComparePage() {
  return (
    <>
      <PageHeader title="One story, every strategy">
        The same events happen to a session of each strategy at the same moment, in the real code of
        this app. Move an event, change a lifetime, press play, and see when each strategy notices.
      </PageHeader>
      <Suspense fallback={<Panel className="min-h-96" />}>
        <IfDatabase />
      </Suspense>
      <Sources
        page="compare"
        files={{
          "app/demo/compare/live.ts": "plays the story: which method each event calls",
          "app/demo/compare/stores.ts": "the table, and Redis with a clock that can be set",
          "app/demo/compare/story.ts": "what a story may be, and what each event asks for",
          "lib/session/policy.ts": "the lifetimes, as functions of time",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Can I try ending a session with two browsers?",
          "/demo/roles": "When does a changed role count?",
        }}
      />
    </>
  );
});

async function IfDatabase() {
  await connection();
  if (!env.DATABASE_URL)
    return (
      <Notice title="There is no database">
        The stories use real rows. Set <Code>DATABASE_URL</Code>, or start with{" "}
        <Code>npm run demo</Code>, which includes a database.
      </Notice>
    );
  // Of two lanes with the same strategy, the later one has Redis, as this app does.
  const running = laneNames.findLast((name) => strategyOf(name) === strategy.name);
  const names = Object.fromEntries(
    laneNames.map((name) => [
      name,
      <span key={name} data-strategy={name} className="flex flex-wrap items-center gap-x-2">
        <span className="font-mono text-sm font-semibold text-strategy-text">
          {laneLabel(name)}
        </span>
        {name === running && <Badge tone="strategy">running now</Badge>}
      </span>,
    ]),
  );
  const note = env.REDIS_URL ? (
    "Redis uses its own clock, so this page ages its copies by the time that passes in the story."
  ) : (
    <>
      Set <Code>REDIS_URL</Code> to add a lane: <Code>database</Code> with Redis in front.
    </>
  );
  return <Experiment names={names} note={note} />;
}

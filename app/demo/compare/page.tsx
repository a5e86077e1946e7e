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
import { NextSteps } from "../shared/next-steps";
import { Sources } from "../shared/sources";
import { laneNames, strategyOf } from "./all-lanes";
import { Experiment } from "./experiment";
import { laneLabel } from "./words";

export const metadata: Metadata = { title: "Compare" };

export default function ComparePage() {
  return (
    <>
      <PageHeader title="One story, every strategy">
        The same events reach a session of each strategy at the same moment, through the code that
        this app runs. Move an event, change a lifetime, press play, and see when each one notices.
      </PageHeader>
      <Suspense fallback={<Panel className="min-h-96" />}>
        <IfDatabase />
      </Suspense>
      <Sources
        files={{
          "app/demo/compare/live.ts": "plays the story: which method each event calls",
          "app/demo/compare/stores.ts": "the table, and Redis with a clock that is turned",
          "app/demo/compare/story.ts": "what a story may be, and what each event asks for",
          "lib/session/policy.ts": "the lifetimes, as functions of times and the clock",
          "lib/session/strategies/jwt.ts": "reads the cookie alone",
          "lib/session/strategies/database.ts": "reads the row at each request",
          "lib/session/strategies/hybrid.ts": "reads the row at each refresh",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Can I see a kick with two browsers of my own?",
          "/demo/roles": "And a change of role?",
        }}
      />
    </>
  );
}

async function IfDatabase() {
  await connection();
  if (!env.DATABASE_URL)
    return (
      <Notice title="There is no database">
        The stories are played on real rows. Set <Code>DATABASE_URL</Code>, or start with{" "}
        <Code>npm run demo</Code>, which brings a database along.
      </Notice>
    );
  // Of the two with the same strategy, the app runs as the one that has what it has.
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
    "Redis goes by its own clock, so its copies are made older by as much as passes in the story."
  ) : (
    <>
      Set <Code>REDIS_URL</Code>, and <Code>database</Code> with Redis in front of it is one more
      lane.
    </>
  );
  return <Experiment names={names} note={note} />;
}

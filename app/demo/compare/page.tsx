import type { Metadata } from "next";
import { connection } from "next/server";
import { type ReactNode, Suspense } from "react";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { env, type StrategyName as Name } from "@/lib/env";
import { strategies } from "@/lib/session/strategy";
import { NextSteps } from "../shared/next-steps";
import { StrategyName } from "../shared/running";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

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
      <p className="max-w-prose text-sm text-mute">
        With Redis in front of it <Code>database</Code> looks the same here, because whatever
        changes a session deletes its copy first; what it changes is what a check costs. A page that
        asks for a role, like <Code>/admin</Code>, asks the database under every strategy, and so
        does not wait for any of this.
      </p>
      <Sources
        files={{
          "app/demo/compare/live.ts": "plays the story: which method each event calls",
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
  const names = Object.fromEntries(
    Object.keys(strategies).map((name) => [name, <StrategyName key={name} name={name} />]),
  ) as Record<Name, ReactNode>;
  return <Experiment names={names} />;
}

import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";
import { Code as DecidingCode } from "../shared/code";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { Experiment } from "./experiment";
import { toLaneNames } from "./names";

export const metadata: Metadata = { title: "Compare" };
export const instant = false;

export default demoPage(function ComparePage() {
  return (
    <>
      <PageHeader title="One story, every strategy">
        A session of each strategy goes through the same events at the same moments, in the real
        code of this app. Move an event, change a lifetime, press Play, and see when each strategy
        notices.
      </PageHeader>
      <Suspense fallback={<Panel className="min-h-dvh" />}>
        <IfDatabase />
      </Suspense>
      <DecidingCode page="compare" />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Can I try ending a session with two browsers?",
          "/demo/roles": "When does a changed role take effect?",
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
  const note = env.REDIS_URL ? (
    "Redis uses its own clock, so this page shortens the lifetime of its copies by the time that passes in the story."
  ) : (
    <>
      Set <Code>REDIS_URL</Code> to add a lane: <Code>database</Code> with a Redis cache.
    </>
  );
  return <Experiment names={toLaneNames()} note={note} />;
}

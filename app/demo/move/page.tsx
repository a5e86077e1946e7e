import type { Metadata } from "next";
import { connection } from "next/server";
import { strategy } from "@/auth";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { inWords } from "@/lib/duration";
import { env, sessionPolicy } from "@/lib/env";
import { strategyNames } from "@/lib/session/strategies";
import { Code as DecidingCode } from "../shared/code";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Move" };
export const instant = false;

export default demoPage(async function MovePage() {
  await connection();
  return (
    <>
      <PageHeader title="Move a running app">
        Users are signed in. Three servers restart one by one and then run another strategy. See how
        many users have to sign in again.
      </PageHeader>
      {env.DATABASE_URL ? (
        <Experiment
          names={[...strategyNames]}
          running={strategy.name}
          life={inWords(sessionPolicy.maxAge)}
        />
      ) : (
        <Notice title="This page needs a database.">DATABASE_URL is not set.</Notice>
      )}
      <DecidingCode page="move" />
      <NextSteps
        steps={{
          "/demo/docs/migrate": "How do I move my own app?",
          "/demo/choose": "Which strategy fits my project?",
        }}
      />
    </>
  );
});

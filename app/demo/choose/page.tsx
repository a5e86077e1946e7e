import type { Metadata } from "next";
import { connection } from "next/server";
import { PageHeader } from "@/components/ui/page-header";
import { NextSteps } from "../shared/next-steps";
import { loadReport } from "../shared/report";
import { Sources } from "../shared/sources";
import { Choose } from "./choose";

export const metadata: Metadata = { title: "Choose" };

// Sent in one piece: what streams in late is only ever shown by JavaScript, and this form works without.
export const instant = false;

export default async function ChoosePage() {
  await connection();
  const { report, from } = await loadReport();
  return (
    <>
      <PageHeader title="Which strategy fits my project?">
        Say what you build and what it needs. The answer comes from one table of reasons, with what
        speaks against it too, and the address of the page holds your answers: share it with whoever
        has to agree.
      </PageHeader>
      <Choose report={report} from={from} />
      <Sources
        files={{
          "app/demo/choose/rules.ts": "the table: every answer, and what it says of each strategy",
          "app/demo/choose/recommend.ts": "how it is added up, and when the runner-up would win",
          "app/demo/choose/settings.ts": "stores, lifetimes and the lines for .env",
          "lib/session/policy.ts": "what the lifetimes do",
          "lib/env-schema.ts": "which settings there are, and which are refused",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Does ending a session work as it says here?",
          "/demo/roles": "How late is a new role?",
          "/demo/inspector": "What does a check cost on this machine?",
        }}
      />
    </>
  );
}

import type { Metadata } from "next";
import { connection } from "next/server";
import { PageHeader } from "@/components/ui/page-header";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { loadReport } from "../shared/report";
import { wordsFile } from "../shared/source-files";
import { Sources } from "../shared/sources";
import { Choose } from "./choose";
import { listOptions } from "./options";

export const metadata: Metadata = { title: "Choose" };

// Sent in one piece: only JavaScript shows what streams in later, and this form works without it.
export const instant = false;

export default demoPage(async function ChoosePage() {
  await connection();
  const { report, from } = await loadReport();
  const options = await listOptions();
  return (
    <>
      <PageHeader title="Which strategy fits my project?">
        Say what you build and what it needs. The answer lists the reasons for it and against it.
        The address of this page holds your answers, so you can share them with whoever has to
        agree.
      </PageHeader>
      <Choose options={options} report={report} from={from} />
      <Sources
        files={{
          ...Object.fromEntries(
            options.map(({ strategy }) => [
              wordsFile(strategy),
              `what each answer says for or against ${strategy}`,
            ]),
          ),
          "app/demo/choose/rules.ts": "the answers, and the lifetimes that follow from them",
          "app/demo/choose/recommend.ts":
            "how the reasons are added up, and when the runner-up wins",
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
});

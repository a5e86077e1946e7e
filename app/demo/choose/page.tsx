import type { Metadata } from "next";
import { connection } from "next/server";
import { strategy } from "@/auth";
import { PageHeader } from "@/components/ui/page-header";
import { Code as DecidingCode } from "../shared/code";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { loadReport } from "../shared/report";
import { Choose } from "./choose";
import { FromHere } from "./from-here";
import { listOptions } from "./options";

export const metadata: Metadata = { title: "Choose" };

// Sent in one piece, because streamed parts need JavaScript and this form works without it.
export const instant = false;

export default demoPage(async function ChoosePage() {
  await connection();
  const { report, from } = await loadReport();
  const options = await listOptions();
  return (
    <>
      <PageHeader title="Which strategy fits my project?">
        Describe your project. The recommendation lists the reasons for it and against it. The URL
        of this page contains your answers, so you can share it with the people who decide.
      </PageHeader>
      <Choose options={options} running={strategy.name} report={report} from={from} />
      <FromHere />
      <DecidingCode page="choose" />
      <NextSteps
        steps={{
          "/demo/docs": "Which questions do others ask first?",
          "/demo/sign-out-elsewhere": "Does ending a session work as described here?",
          "/demo/roles": "How soon does a new role take effect?",
          "/demo/inspector": "What does a check cost on this machine?",
        }}
      />
    </>
  );
});

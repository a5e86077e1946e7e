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
      <Choose options={options} running={strategy.name} report={report} from={from} />
      <FromHere />
      <DecidingCode page="choose" />
      <NextSteps
        steps={{
          "/demo/docs": "What do others ask before they choose?",
          "/demo/sign-out-elsewhere": "Does ending a session work as it says here?",
          "/demo/roles": "How late is a new role?",
          "/demo/inspector": "What does a check cost on this machine?",
        }}
      />
    </>
  );
});

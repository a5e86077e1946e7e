import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { CodeBlock } from "../shared/code-block";
import { NextSteps } from "../shared/next-steps";
import { type Figures, loadReport, type Report } from "../shared/report";
import { Sources } from "../shared/sources";
import { Bars } from "./bars";

export const metadata: Metadata = { title: "Report" };

export default function ReportPage() {
  return (
    <>
      <PageHeader title="What did it measure?">
        One build, one real server per strategy, one database, and an HTTP client that asks them the
        same things.
      </PageHeader>
      <Suspense fallback={<Panel title="The report" className="min-h-96" />}>
        <LastReport />
      </Suspense>
      <Sources
        files={{
          "scripts/lib/compare/story.mjs": "what is done to each strategy, and how it is timed",
          "scripts/lib/compare/compare.mjs": "the servers, and the database behind a switch",
          "app/demo/shared/report.ts": "what a report has to say",
        }}
      />
      <NextSteps
        steps={{
          "/demo/choose": "What follows for my project?",
          "/demo/compare": "And with my own lifetimes and events?",
        }}
      />
    </>
  );
}

async function LastReport() {
  await connection();
  const { report, from, ownIsBroken } = await loadReport();
  if (!report) return <HowToMakeOne title="There is no report yet" />;
  return (
    <>
      {ownIsBroken ? <Broken /> : null}
      {from === "sample" && !ownIsBroken ? (
        <HowToMakeOne title="This is the sample that comes with the repository" />
      ) : null}
      <div className="grid gap-4 md:grid-cols-2">
        <Charts report={report} />
      </div>
      <InWords report={report} />
      <Machine report={report} />
    </>
  );
}

function HowToMakeOne({ title }: { title: string }) {
  return (
    <Notice title={title}>
      <p className="mb-3">
        Make one of your own machine. It takes a minute or two, and needs nothing but what the demo
        needs; with <Code>REDIS_URL</Code> set it measures the cache too.
      </p>
      <Command />
    </Notice>
  );
}

function Broken() {
  return (
    <Notice tone="bad" title=".data/compare.json could not be read">
      <p className="mb-3">
        It is cut off, or was written by another version. This makes a new one; until then, what
        follows is the sample that comes with the repository.
      </p>
      <Command />
    </Notice>
  );
}

const Command = () => <CodeBlock label="Measuring">npm run compare</CodeBlock>;

function Charts({ report }: { report: Report }) {
  return (
    <>
      <Bars
        title="A kicked user is out after"
        note="From ending the session in another browser to its first refused request."
        report={report}
        value={({ kickSeconds }) => atOnce(kickSeconds)}
        show={({ kickSeconds }) => inSeconds(kickSeconds)}
        bad
      />
      <Bars
        title="A new role shows after"
        note="From the change in the database to the first answer that has it."
        report={report}
        value={({ roleSeconds }) => atOnce(roleSeconds)}
        show={({ roleSeconds }) => inSeconds(roleSeconds)}
        bad
      />
      <Bars
        title="A protected request, over one without auth"
        note="Median of /api/me over median of /api/ping: 1 would be auth for nothing."
        report={report}
        value={({ costOverPing }) => costOverPing}
        show={({ costOverPing }) => `${costOverPing.toFixed(2)} times`}
      />
      <Bars
        title="A protected request takes"
        note="At the client, on one machine with everything on it: compare, do not quote."
        report={report}
        value={({ medianMs }) => medianMs}
        show={({ medianMs, p99Ms }) => `${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`}
      />
      <Bars
        title="Calls to a store, per request"
        note="SQL statements and Redis commands, as the server counts them."
        report={report}
        value={({ sqlPerRequest, redisPerRequest }) => sqlPerRequest + redisPerRequest}
        show={({ sqlPerRequest, redisPerRequest }) =>
          `${sqlPerRequest} SQL, ${redisPerRequest} Redis`
        }
      />
      <Bars
        title="The session cookie, per request"
        note="Name and value, in bytes. A refresh token is not among them: it travels to one path."
        report={report}
        value={({ cookieBytes }) => cookieBytes}
        show={({ cookieBytes }) => `${cookieBytes} bytes`}
      />
    </>
  );
}

function InWords({ report }: { report: Report }) {
  return (
    <Panel title="What no chart can show">
      <Table head={["Strategy", "A copy of the cookie after sign-out", "With the database down"]}>
        {(Object.entries(report.strategies) as [string, Figures][]).map(([name, figures]) => (
          <tr key={name}>
            <th scope="row" className="font-mono">
              {name.replace("+", " + ")}
            </th>
            <td>{figures.signOutCopyWorks ? "works on" : "is refused"}</td>
            <td>{figures.databaseDown}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

function Machine({ report: { date, machine, settings } }: { report: Report }) {
  return (
    <Panel title="Where and when" className="[&>h2]:mb-3">
      <DataList>
        <DataItem name="Measured">
          <Time at={Date.parse(date)} />
        </DataItem>
        <DataItem name="Machine">
          {machine.cores} cores, {machine.cpu}
        </DataItem>
        <DataItem name="Node.js">{machine.node}</DataItem>
        <DataItem name="Database">{machine.database}</DataItem>
        <DataItem name="Redis">{machine.redis ? "yes" : "no: set REDIS_URL to have it"}</DataItem>
        <DataItem name="Access tokens lived">
          {settings.accessMaxAge} s, so that what waits for their end could be waited for
        </DataItem>
        <DataItem name="“Not while it lives”">
          was watched for {settings.watched} s; the rest follows from the code
        </DataItem>
      </DataList>
    </Panel>
  );
}

/** A request's own time is no lag. */
const atOnce = (seconds: number | null) => (seconds !== null && seconds < 1 ? 0 : seconds);

function inSeconds(seconds: number | null): string {
  if (seconds === null) return "not while it lives";
  return seconds < 1 ? "the next request" : `${seconds.toFixed(1)} s`;
}

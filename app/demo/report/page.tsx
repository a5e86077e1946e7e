import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { Time } from "@/components/time";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { isAtOnce, toLag, toOutage } from "../shared/figures";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { loadReport } from "../shared/report";
import type { Report } from "../shared/report-schema";
import { Sources } from "../shared/sources";
import { Bars } from "./bars";
import { Origin } from "./origin";

export const metadata: Metadata = { title: "Report" };

export default demoPage(function ReportPage() {
  return (
    <>
      <PageHeader title="What did it measure?">
        One build, one real server per strategy, one database, and an HTTP client that asks them the
        same things.
      </PageHeader>
      <Suspense fallback={<Panel title="The report" className="min-h-96" />}>
        <Measured />
      </Suspense>
      <Sources
        files={{
          "scripts/lib/compare/story.mjs": "what is done to each strategy",
          "scripts/lib/compare/timing.mjs": "how the requests are timed, taking turns",
          "scripts/lib/compare/servers.mjs": "the servers, and their settings",
          "scripts/lib/compare/switch.mjs": "the line to the database that is cut",
          "app/demo/shared/report-schema.ts": "what a report has to say",
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
});

async function Measured() {
  await connection();
  const loaded = await loadReport();
  const { report } = loaded;
  return (
    <>
      <Origin {...loaded} />
      {report ? (
        <>
          <div className="grid gap-4 md:grid-cols-2">
            <Charts report={report} />
          </div>
          <Machine report={report} />
        </>
      ) : null}
    </>
  );
}

function Charts({ report }: { report: Report }) {
  const { watched } = report.settings;
  return (
    <>
      <Bars
        title="A kicked user is out after"
        note="From ending the session in another browser to its first refused request."
        report={report}
        value={({ kickSeconds }) => toLength(kickSeconds)}
        show={({ kickSeconds }) => toLag(kickSeconds, watched)}
        lag
      />
      <Bars
        title="A new role shows after"
        note="From the change in the database to the first answer that has it."
        report={report}
        value={({ roleSeconds }) => toLength(roleSeconds)}
        show={({ roleSeconds }) => toLag(roleSeconds, watched)}
        lag
      />
      <Bars
        title="After signing out, a copy is out after"
        note="From signing out to the first refused request of someone who has copied the cookies."
        report={report}
        value={({ copySeconds }) => toLength(copySeconds)}
        show={({ copySeconds }) => toLag(copySeconds, watched)}
        lag
      />
      <Bars
        title="With the database stopped"
        note="For how long someone who is signed in is served, and what comes then."
        report={report}
        value={({ databaseDown }) => toLength(databaseDown.servedSeconds)}
        show={({ databaseDown }) => toOutage(databaseDown, watched)}
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
        note="At the client. The servers took turns, so compare; the figures are those of one machine."
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
        <DataItem name={`“Not in ${settings.watched} s”`}>
          is as long as it was watched; that it goes on follows from the code
        </DataItem>
      </DataList>
    </Panel>
  );
}

const toLength = (seconds: number | null) => (seconds !== null && isAtOnce(seconds) ? 0 : seconds);

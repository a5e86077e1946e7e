import type { Metadata } from "next";
import { connection } from "next/server";
import { Suspense } from "react";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { type StrategyName, strategies } from "@/lib/session/strategies";
import { Code as DecidingCode } from "../shared/code";
import { isAtOnce, toLag, toOutage, toRange } from "../shared/figures";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { loadReport } from "../shared/report";
import type { Median, Report } from "../shared/report-schema";
import { type Bar, Bars } from "./bars";
import { Origin } from "./origin";

export const metadata: Metadata = { title: "Report" };
export const instant = false;

export default demoPage(function ReportPage() {
  return (
    <>
      <PageHeader title="What did it measure?">
        One build, one real server per strategy, one database, and an HTTP client that asks them the
        same things.
      </PageHeader>
      <Suspense fallback={<Panel title="The report" className="min-h-dvh" />}>
        <Measured />
      </Suspense>
      <DecidingCode page="report" />
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
  const { settings } = report;
  const lag = (seconds: number | null): Bar =>
    seconds === null
      ? { length: settings.watched, open: true }
      : { length: isAtOnce(seconds) ? 0 : seconds };
  const interval = ([low, , high]: Median): Bar => ({ length: low, upTo: high });
  return (
    <>
      <Bars
        title="A kicked user is out after"
        note="From ending the session in another browser to its first refused request."
        report={report}
        bar={({ kickSeconds }) => lag(kickSeconds)}
        show={({ kickSeconds }, variant) => toLag(kickSeconds, settings, accessOf(variant))}
        lag
      />
      <Bars
        title="A new role shows after"
        note="From the change in the database to the first answer that has it."
        report={report}
        bar={({ roleSeconds }) => lag(roleSeconds)}
        show={({ roleSeconds }, variant) => toLag(roleSeconds, settings, accessOf(variant))}
        lag
      />
      <Bars
        title="After signing out, a copy is out after"
        note="From signing out to the first refused request of someone who has copied the cookies."
        report={report}
        bar={({ copySeconds }) => lag(copySeconds)}
        show={({ copySeconds }, variant) => toLag(copySeconds, settings, accessOf(variant))}
        lag
      />
      <Bars
        title="With the database stopped"
        note="For how long someone who is signed in is served, and what comes then. Nobody can sign in with a password meanwhile, and nobody is signed out by it. 503 is the status of routes; pages say it in a message."
        report={report}
        bar={({ databaseDown: { servedSeconds } }) =>
          servedSeconds === null
            ? { length: settings.watchedDown, open: true }
            : { length: servedSeconds }
        }
        show={({ databaseDown }, variant) => toOutage(databaseDown, settings, accessOf(variant))}
      />
      <Bars
        title="A protected request, over one without auth"
        note="How many times as long as /api/ping, asked right before or after it: 1 would be auth for nothing. Each range is where the median lies with a probability of 95 %. Where two ranges overlap, this run does not tell them apart."
        report={report}
        bar={({ costOverPing }) => interval(costOverPing)}
        show={({ costOverPing }) => `${toRange(costOverPing)} times`}
      />
      <Bars
        title="A protected request takes"
        note="The median at the client, again as a range. Each strategy has a server process of its own, and they differ a little by themselves: the ratios beside this compare within one process."
        report={report}
        bar={({ medianMs }) => interval(medianMs)}
        show={({ medianMs }) => `${toRange(medianMs)} ms`}
      />
      <Bars
        title="Calls to a store, per request"
        note="SQL statements and Redis commands, as the server counts them."
        report={report}
        bar={({ sqlPerRequest, redisPerRequest }) => ({ length: sqlPerRequest + redisPerRequest })}
        show={({ sqlPerRequest, redisPerRequest }) =>
          `${sqlPerRequest} SQL, ${redisPerRequest} Redis`
        }
      />
      <Bars
        title="The session cookie, per request"
        note="Name, “=” and value, in bytes. A refresh token is not among them: it travels to one path."
        report={report}
        bar={({ cookieBytes }) => ({ length: cookieBytes })}
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
          {settings.accessMaxAge} s, so that what waits for their end could be waited for. “Up to{" "}
          {inWords(sessionPolicy.accessMaxAge)}” is what it would be with the{" "}
          <Code>ACCESS_TOKEN_MAX_AGE</Code> of this app
        </DataItem>
        <DataItem name={`“Not in ${settings.watched} s”`}>
          is as long as it was watched; that it goes on follows from the code
        </DataItem>
      </DataList>
    </Panel>
  );
}

/** Seconds that an access token of a variant, `database+redis` for example, lives in this app; null: it has none. */
function accessOf(variant: string): number | null {
  const [name] = variant.split("+") as [StrategyName];
  // A report may hold a strategy that this app has no more.
  return strategies[name]?.cookies.refresh ? sessionPolicy.accessMaxAge : null;
}

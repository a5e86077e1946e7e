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
      <PageHeader title="What was measured?">
        One build, one real server per strategy, one database, and one HTTP client that sends the
        same requests to each server.
      </PageHeader>
      <Suspense fallback={<Panel title="The report" className="min-h-dvh" />}>
        <Measured />
      </Suspense>
      <DecidingCode page="report" />
      <NextSteps
        steps={{
          "/demo/choose": "Which strategy fits my project?",
          "/demo/compare": "Can I compare with my own lifetimes and events?",
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
        title="An ended session is refused after"
        note="From ending the session in another browser to the first refused request."
        report={report}
        bar={({ kickSeconds }) => lag(kickSeconds)}
        show={({ kickSeconds }, variant) => toLag(kickSeconds, settings, accessOf(variant))}
        lag
      />
      <Bars
        title="A new role is seen after"
        note="From the change in the database to the first answer with the new role."
        report={report}
        bar={({ roleSeconds }) => lag(roleSeconds)}
        show={({ roleSeconds }, variant) => toLag(roleSeconds, settings, accessOf(variant))}
        lag
      />
      <Bars
        title="After sign-out, a copied cookie is refused after"
        note="From the sign-out to the first refused request with a copy of the cookies."
        report={report}
        bar={({ copySeconds }) => lag(copySeconds)}
        show={({ copySeconds }, variant) => toLag(copySeconds, settings, accessOf(variant))}
        lag
      />
      <Bars
        title="With the database stopped"
        note="How long a signed-in user is served, and the answer after that. During the outage nobody can sign in with a password, and nobody is signed out. Routes answer 503; pages show a message."
        report={report}
        bar={({ databaseDown: { servedSeconds } }) =>
          servedSeconds === null
            ? { length: settings.watchedDown, open: true }
            : { length: servedSeconds }
        }
        show={({ databaseDown }, variant) => toOutage(databaseDown, settings, accessOf(variant))}
      />
      <Bars
        title="A protected request, compared with one without auth"
        note="The duration divided by that of /api/ping, which is requested right before or after. A ratio of 1 means that auth costs nothing. Each range contains the median with a probability of 95 %. If two ranges overlap, this run shows no difference."
        report={report}
        bar={({ costOverPing }) => interval(costOverPing)}
        show={({ costOverPing }) => `${toRange(costOverPing)} times`}
      />
      <Bars
        title="A protected request takes"
        note="The median at the client, also as a range. Each strategy runs in its own server process, and processes differ a little. The ratios in the other chart compare requests to one process."
        report={report}
        bar={({ medianMs }) => interval(medianMs)}
        show={({ medianMs }) => `${toRange(medianMs)} ms`}
      />
      <Bars
        title="Calls to a store, per request"
        note="SQL statements and Redis commands, counted by the server."
        report={report}
        bar={({ sqlPerRequest, redisPerRequest }) => ({ length: sqlPerRequest + redisPerRequest })}
        show={({ sqlPerRequest, redisPerRequest }) =>
          `${sqlPerRequest} SQL, ${redisPerRequest} Redis`
        }
      />
      <Bars
        title="The session cookie, per request"
        note="Name, “=” and value, in bytes. A refresh token is not included, because it is sent to one path only."
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
        <DataItem name="Redis">
          {machine.redis ? "yes" : "no: set REDIS_URL to measure it"}
        </DataItem>
        <DataItem name="Access tokens lived">
          {settings.accessMaxAge} s, so that the run did not have to wait long for their expiry. “Up
          to {inWords(sessionPolicy.accessMaxAge)}” is the value with the{" "}
          <Code>ACCESS_TOKEN_MAX_AGE</Code> of this app
        </DataItem>
        <DataItem name={`“Not in ${settings.watched} s”`}>
          the run stopped waiting after this time; the code shows that the delay lasts longer
        </DataItem>
      </DataList>
    </Panel>
  );
}

/** Lifetime of an access token of a variant (such as `database+redis`) in this app, in seconds. Null if it has none. */
function accessOf(variant: string): number | null {
  const [name] = variant.split("+") as [StrategyName];
  // A report may contain a strategy that this app no longer has.
  return strategies[name]?.cookies.refresh ? sessionPolicy.accessMaxAge : null;
}

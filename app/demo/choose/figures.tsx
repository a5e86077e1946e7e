import { Time } from "@/components/time";
import { StrategyBadge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { toLag, toOutage } from "../shared/figures";
import { count, formatNumber } from "../shared/format";
import type { LoadedReport } from "../shared/report";
import type { Figures as Measured, Report } from "../shared/report-schema";
import type { Recommendation } from "./recommend";
import { accessAges } from "./rules";
import type { Settings } from "./settings";

interface FiguresProps extends Pick<LoadedReport, "report" | "from"> {
  recommended: Recommendation;
  settings: Settings;
}

/** What was measured of the recommended strategy and of the runner-up. */
export function Figures({ report, from, recommended, settings }: FiguresProps) {
  if (!report)
    return (
      <Panel title="Figures">
        <p className="max-w-prose text-sm text-mute">
          There is no report to quote. <Code>npm run compare</Code> measures every strategy on your
          machine and writes one.
        </p>
      </Panel>
    );

  const { date, machine, strategies } = report;
  const { strategy, option, runnerUp } = recommended;
  const best = { ...option, name: settings.redis ? `${strategy}+redis` : strategy };
  const shown = runnerUp ? [best, { ...runnerUp.option, name: runnerUp.strategy }] : [best];
  return (
    <Panel
      title={from === "own" ? "Figures of your last run" : "Figures of the sample"}
      lead={
        <>
          {from === "own" ? "Measured" : "It comes with the repository, and was measured"} on{" "}
          <Time at={Date.parse(date)} /> on {machine.cpu}, {count(machine.cores, "core")}, with
          Node.js {machine.node}, {machine.database}
          {machine.redis ? " and Redis" : ""}. <Code>npm run compare</Code>{" "}
          {from === "own" ? "measures anew." : "measures on your machine."}
        </>
      }
    >
      <div className="grid gap-6 md:grid-cols-2">
        {shown.map(({ name, accessToken }) => (
          <section key={name} aria-label={name}>
            <h3 className="mb-2">
              <StrategyBadge strategy={name.replace(/.*\+/, "")}>{name}</StrategyBadge>
            </h3>
            <MeasuredList
              figures={strategies[name as keyof typeof strategies]}
              run={report.settings}
            />
            {accessToken && (
              <AccessTokens run={report.settings} usual={settings.access ?? accessAges.usual} />
            )}
          </section>
        ))}
      </div>
    </Panel>
  );
}

type Run = Report["settings"];

/** Otherwise a reader would take 7.2 s for the result of the settings above. */
function AccessTokens({ run, usual }: { run: Run; usual: { seconds: number } }) {
  return (
    <p className="mt-2 text-sm text-mute">
      Access tokens lived {inWords(run.accessMaxAge)} in this run, not {inWords(usual.seconds)}.
      What waits for their end takes longer in your app.
    </p>
  );
}

function MeasuredList({ figures, run }: { figures: Measured | undefined; run: Run }) {
  if (!figures) return <p className="text-sm text-mute">The report has no figures for it.</p>;
  const { watched } = run;
  return (
    <DataList>
      <DataItem name="kicked: out after">{toLag(figures.kickSeconds, watched)}</DataItem>
      <DataItem name="a new role shows after">{toLag(figures.roleSeconds, watched)}</DataItem>
      <DataItem name="signed out: a copy is out after">
        {toLag(figures.copySeconds, watched)}
      </DataItem>
      <DataItem name="cookies">{formatNumber(figures.cookieBytes)} bytes</DataItem>
      <DataItem name="SQL, Redis per request">
        {formatNumber(figures.sqlPerRequest)}, {formatNumber(figures.redisPerRequest)}
      </DataItem>
      <DataItem name="median, 99th percentile">
        {figures.medianMs.toFixed(2)} ms, {figures.p99Ms.toFixed(2)} ms
      </DataItem>
      <DataItem name="compared with /api/ping">
        {figures.costOverPing.toFixed(2)} times its cost
      </DataItem>
      <DataItem name="with the database down">{toOutage(figures.databaseDown, watched)}</DataItem>
    </DataList>
  );
}

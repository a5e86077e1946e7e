import { Time } from "@/components/time";
import { StrategyBadge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { type Told, toLag, toOutage, toRange } from "../shared/figures";
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

/** The measured figures of the recommended strategy and of the runner-up. */
export function Figures({ report, from, recommended, settings }: FiguresProps) {
  if (!report)
    return (
      <Panel title="Figures">
        <p className="max-w-prose text-sm text-muted-foreground">
          There is no report yet. <Code>npm run compare</Code> measures every strategy on your
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
          {from === "own" ? "measures again." : "measures on your machine."}
        </>
      }
    >
      <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
        {shown.map(({ name, accessToken }) => (
          <section key={name} aria-label={name}>
            <h3 className="mb-2">
              <StrategyBadge strategy={name.replace(/.*\+/, "")}>{name}</StrategyBadge>
            </h3>
            <MeasuredList
              figures={strategies[name as keyof typeof strategies]}
              run={report.settings}
              accessMaxAge={accessToken ? (settings.access ?? accessAges.usual).seconds : null}
            />
          </section>
        ))}
      </div>
    </Panel>
  );
}

type Run = Report["settings"];

interface MeasuredListProps {
  figures: Measured | undefined;
  run: Run;
  /** Lifetime of an access token with the recommended settings, in seconds. Null if there is none. */
  accessMaxAge: number | null;
}

function MeasuredList({ figures, run, accessMaxAge }: MeasuredListProps) {
  if (!figures)
    return <p className="text-sm text-muted-foreground">The report has no figures for it.</p>;
  const lag = (seconds: number | null) => <Figure {...toLag(seconds, run, accessMaxAge)} />;
  return (
    <DataList>
      <DataItem name="ended: refused after">{lag(figures.kickSeconds)}</DataItem>
      <DataItem name="new role: seen after">{lag(figures.roleSeconds)}</DataItem>
      <DataItem name="signed out: a copy is refused after">{lag(figures.copySeconds)}</DataItem>
      <DataItem name="cookies">{formatNumber(figures.cookieBytes)} bytes</DataItem>
      <DataItem name="SQL, Redis per request">
        {formatNumber(figures.sqlPerRequest)}, {formatNumber(figures.redisPerRequest)}
      </DataItem>
      <DataItem name="a request, median">{toRange(figures.medianMs)} ms</DataItem>
      <DataItem name="compared with /api/ping">
        {toRange(figures.costOverPing)} times as long
      </DataItem>
      <DataItem name="with the database down">
        <Figure {...toOutage(figures.databaseDown, run, accessMaxAge)} />
      </DataItem>
    </DataList>
  );
}

function Figure({ text, measured }: Told) {
  return (
    <>
      {text}
      {measured && <span className="block font-normal text-muted-foreground">{measured}</span>}
    </>
  );
}

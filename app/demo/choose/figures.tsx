import { Time } from "@/components/time";
import { StrategyBadge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { toLag, toOutage } from "../shared/figures";
import { count, formatNumber } from "../shared/format";
import type { Figures as Measured, Report } from "../shared/report-schema";
import type { Recommendation } from "./recommend";

interface FiguresProps {
  report: Report | null;
  recommended: Recommendation;
  redis: boolean;
}

/** What was measured, of the recommended strategy and the runner-up. Nothing where nothing was. */
export function Figures({ report, recommended, redis }: FiguresProps) {
  if (!report)
    return (
      <Panel title="Figures">
        <p className="max-w-prose text-sm text-mute">
          There is no report to quote. <Code>npm run compare</Code> measures every strategy on your
          machine and writes one.
        </p>
      </Panel>
    );

  const { date, machine, settings, strategies } = report;
  const { strategy, runnerUp } = recommended;
  const best = redis ? "database+redis" : strategy;
  const shown = runnerUp ? ([best, runnerUp.strategy] as const) : ([best] as const);
  return (
    <Panel
      title="Figures from the last report"
      lead={
        <>
          Measured on <Time at={Date.parse(date)} /> on {machine.cpu},{" "}
          {count(machine.cores, "core")}, with Node.js {machine.node}, {machine.database}
          {machine.redis ? " and Redis" : ""}. <Code>npm run compare</Code> measures anew.
        </>
      }
    >
      <div className="grid gap-6 md:grid-cols-2">
        {shown.map((name) => (
          <section key={name} aria-label={name}>
            <h3 className="mb-2">
              <StrategyBadge strategy={name === "database+redis" ? "redis" : name}>
                {name}
              </StrategyBadge>
            </h3>
            <MeasuredList figures={strategies[name]} watched={settings.watched} />
          </section>
        ))}
      </div>
    </Panel>
  );
}

interface MeasuredListProps {
  figures: Measured | undefined;
  /** Seconds. */
  watched: number;
}

function MeasuredList({ figures, watched }: MeasuredListProps) {
  if (!figures) return <p className="text-sm text-mute">The report has no figures for it.</p>;
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
        {formatNumber(figures.medianMs)} ms, {formatNumber(figures.p99Ms)} ms
      </DataItem>
      <DataItem name="compared with /api/ping">
        {formatNumber(figures.costOverPing)} times its cost
      </DataItem>
      <DataItem name="with the database down">{toOutage(figures.databaseDown, watched)}</DataItem>
    </DataList>
  );
}

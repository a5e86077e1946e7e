import { ArrowRight, CircleCheck, CircleX, Clock } from "lucide-react";
import Link from "next/link";
import { strategy as running } from "@/auth";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { sessionPolicy } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import { strategies, strategyNames } from "@/lib/session/strategies";
import { Command } from "../shared/command";
import { type LoadedReport, loadReport } from "../shared/report";
import { StrategyTable } from "../shared/strategy-table";
import { type Cell, type Column, toRows } from "./trade";

/** Each strategy in a column, each question in a row. Every cell leads to the experiment that shows it. */
export async function Matrix() {
  const loaded = await loadReport();
  const columns = toColumns(loaded);
  const rows = toRows(columns, sessionPolicy, loaded.report?.settings);
  return (
    <section aria-labelledby="trade">
      <h2 id="trade" className="text-2xl font-semibold tracking-tight sm:text-3xl">
        Trade-offs
      </h2>
      <p className="mt-1.5 max-w-[70ch] text-pretty text-muted-foreground">
        <From {...loaded} /> Every cell leads to the experiment that shows it.
      </p>
      <div className="mt-6">
        <StrategyTable
          columns={columns.map(({ label, strategy, withRedis }) => ({
            label,
            strategy: withRedis ? "redis" : strategy.name,
            mark:
              strategy.name === running.name && !withRedis ? (
                <Badge tone="strategy">running</Badge>
              ) : null,
          }))}
          rows={rows.map(({ cells, ...row }) => ({
            ...row,
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
            cells: cells.map((cell, n) => <Content key={n} {...cell} />),
          }))}
        />
      </div>
    </section>
  );
}

/** The commands that keep one strategy and remove the others. */
export async function Keep() {
  const columns = toColumns(await loadReport());
  return (
    <section aria-labelledby="keep">
      <h2 id="keep" className="text-2xl font-semibold tracking-tight sm:text-3xl">
        Keep one
      </h2>
      <p className="mt-1.5 max-w-[70ch] text-pretty text-muted-foreground">
        One command removes the other strategies, this lab, and everything that only they used:
        files, code branches, packages, settings and tests. It asks before it changes anything, and
        commits nothing. Then run <Code>npm install && npm run check</Code>, read the diff, and
        commit.
      </p>
      <ul className="mt-6 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {columns.map(({ keep, label, strategy, withRedis }) => (
          <li
            key={label}
            data-strategy={withRedis ? "redis" : strategy.name}
            className="grid min-w-0 gap-2 rounded-xl border bg-card p-4"
          >
            <span className="flex items-center gap-2 font-mono text-sm font-semibold text-strategy-text">
              <span aria-hidden className="size-2 rounded-full bg-strategy" />
              {label}
            </span>
            <Command>{`npm run keep -- ${keep}`}</Command>
          </li>
        ))}
        <li className="grid">
          <Link
            href="/demo/choose"
            className="flex items-center justify-between gap-4 rounded-xl border border-dashed p-4 transition-colors hover:bg-accent"
          >
            <span>
              <span className="block font-medium">Not sure yet?</span>
              <span className="text-sm text-pretty text-muted-foreground">
                Describe your project, and get a strategy, its settings and the command.
              </span>
            </span>
            <ArrowRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          </Link>
        </li>
      </ul>
    </section>
  );
}

const icons = {
  good: [CircleCheck, "text-success"],
  late: [Clock, ""],
  bad: [CircleX, "text-destructive"],
} as const;

function Content({ verdict, text, more }: Cell) {
  const [Icon, tone] = verdict ? icons[verdict] : [null, ""];
  return (
    <span className="min-w-0">
      <span className={`flex items-start gap-1.5 font-medium ${tone}`}>
        {Icon ? <Icon aria-hidden className="mt-[0.1875rem] size-4 shrink-0" /> : null}
        {text}
      </span>
      {more ? (
        <span className="block text-[0.8125rem] text-pretty text-muted-foreground">{more}</span>
      ) : null}
    </span>
  );
}

function toColumns({ report }: LoadedReport): Column[] {
  return strategyNames.flatMap((name): Column[] => {
    const strategy = assemble(strategies[name]);
    const plain: Column = { keep: name, label: name, strategy, figures: report?.strategies[name] };
    const figures = report?.strategies["database+redis"];
    return name === "database" && figures
      ? [
          plain,
          {
            keep: "database --redis",
            label: "database + Redis",
            strategy,
            withRedis: true,
            figures,
          },
        ]
      : [plain];
  });
}

/** Where the figures come from. */
function From({ report, from }: LoadedReport) {
  if (!report) return "Nothing has been measured yet. The table shows what each strategy declares.";
  const { cpu, cores, node } = report.machine;
  const when = new Date(report.date).toLocaleDateString("en-GB", { dateStyle: "long" });
  return from === "own" ? (
    <>
      Measured on this machine on {when}, by <Code>npm run compare</Code>.
    </>
  ) : (
    <>
      Measured on {when} on another machine ({cpu}, {cores} cores, Node {node}).{" "}
      <Code>npm run compare</Code> measures yours.
    </>
  );
}

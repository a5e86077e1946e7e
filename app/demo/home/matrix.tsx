import { CircleCheck, CircleX, Clock } from "lucide-react";
import Link from "next/link";
import { strategy as running } from "@/auth";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { sessionPolicy } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import { strategies, strategyNames } from "@/lib/session/strategies";
import { Command } from "../shared/command";
import { type LoadedReport, loadReport } from "../shared/report";
import { type Cell, type Column, toRows } from "./trade";

/** Each strategy in a column, each question in a row. Every cell leads to the experiment that shows it. */
export async function Matrix() {
  const loaded = await loadReport();
  const columns = toColumns(loaded);
  const rows = toRows(columns, sessionPolicy, loaded.report?.settings);
  return (
    <section aria-labelledby="trade">
      <h2 id="trade" className="text-2xl font-semibold tracking-tight sm:text-3xl">
        What you trade
      </h2>
      <p className="mt-1.5 max-w-[70ch] text-pretty text-muted-foreground">
        <From {...loaded} /> Every cell leads to the experiment that shows it.
      </p>
      <div className="mt-6 overflow-hidden rounded-xl border bg-card">
        <table className="block w-full text-sm lg:table lg:table-fixed">
          <thead className="hidden bg-muted lg:table-header-group">
            <tr>
              <td className="w-[16%]" />
              {columns.map(({ label, strategy, withRedis }) => (
                <th
                  key={label}
                  scope="col"
                  data-strategy={withRedis ? "redis" : strategy.name}
                  className="px-3 py-3 text-left align-top font-mono font-semibold text-strategy-text"
                >
                  {label}{" "}
                  {isRunning({ strategy }) && !withRedis ? (
                    <Badge tone="strategy">running</Badge>
                  ) : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="block divide-y lg:table-row-group">
            {rows.map(({ name, href, cells }) => (
              <tr key={name} className="block p-4 lg:table-row lg:p-0">
                <th
                  scope="row"
                  className="block pb-2 text-left font-medium text-pretty lg:table-cell lg:px-4 lg:py-3 lg:align-top lg:font-normal lg:text-muted-foreground"
                >
                  {name}
                </th>
                {cells.map((cell, n) => (
                  <td
                    key={columns[n]?.label}
                    className="block align-top lg:table-cell"
                    data-strategy={columns[n]?.withRedis ? "redis" : columns[n]?.strategy.name}
                  >
                    <Link
                      href={href}
                      className="grid grid-cols-[7.5rem_1fr] gap-x-3 rounded-md py-1.5 transition-colors hover:bg-accent lg:block lg:h-full lg:rounded-none lg:px-3 lg:py-3"
                    >
                      <span className="font-mono text-xs leading-5.5 text-strategy-text lg:hidden">
                        {columns[n]?.label}
                      </span>
                      <Content {...cell} />
                    </Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The commands that leave one strategy, as if the app had been written for it. */
export async function Keep() {
  const columns = toColumns(await loadReport());
  return (
    <section aria-labelledby="keep">
      <h2 id="keep" className="text-2xl font-semibold tracking-tight sm:text-3xl">
        Keep one
      </h2>
      <p className="mt-1.5 max-w-[70ch] text-pretty text-muted-foreground">
        One command removes the other strategies, this lab, and all that only they used: files,
        branches, packages, settings and tests. It asks before it changes anything, and commits
        nothing. Then run <Code>npm install && npm run check</Code>, read the diff, and commit.
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

const isRunning = ({ strategy }: Pick<Column, "strategy">) => strategy.name === running.name;

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

/** Where the figures are from. */
function From({ report, from }: LoadedReport) {
  if (!report) return "Nothing has been measured: these are the promises of the strategies.";
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

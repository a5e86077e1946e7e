import type { Figures, Report } from "../shared/report-schema";

interface BarsProps {
  title: string;
  /** What the bars are measured in, and what to make of them. */
  note: string;
  report: Report;
  /** The length of a bar; null is as long as the chart goes, and drawn as open at its end. */
  value: (figures: Figures) => number | null;
  show: (figures: Figures) => string;
  /** Whether it is a time in which what should be over is not: red, and green where there is none. */
  lag?: boolean;
}

/** One bar per strategy, in its colour, each with its figure in words: that is all the drawing says. */
export function Bars({ title, note, report, value, show, lag = false }: BarsProps) {
  const rows = Object.entries(report.strategies) as [string, Figures][];
  const largest = Math.max(...rows.map(([, figures]) => value(figures) ?? 0), Number.MIN_VALUE);
  return (
    <figure className="min-w-0 rounded-panel border border-line bg-panel p-5">
      <figcaption>
        <h2 className="text-base font-semibold tracking-tight">{title}</h2>
        <p className="mb-4 max-w-prose text-sm text-mute">{note}</p>
      </figcaption>
      <dl className="grid gap-3">
        {rows.map(([name, figures]) => {
          const length = value(figures);
          return (
            <div
              key={name}
              data-strategy={name.split("+").at(-1)}
              className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm"
            >
              <dt className="font-mono font-semibold text-strategy-text">
                {name.replace("+", " + ")}
              </dt>
              <dd
                className={`text-right font-medium tabular-nums ${lag ? (length === 0 ? "text-ok-text" : "text-bad-text") : ""}`}
              >
                {show(figures)}
              </dd>
              <dd aria-hidden className="col-span-2 h-3 rounded-full bg-sunken">
                <div
                  className={`h-full min-w-1 bg-strategy ${length === null ? "rounded-l-full border-r-4 border-dashed border-panel" : "rounded-full"} ${lag && length !== 0 ? "outline-2 outline-offset-1 outline-bad" : ""}`}
                  style={{
                    width: `${length === null ? 100 : (length / largest) * (hasOpen(rows, value) ? 60 : 100)}%`,
                  }}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </figure>
  );
}

/** Beside a bar without end, the longest of the others must not look as long. */
const hasOpen = (rows: [string, Figures][], value: BarsProps["value"]) =>
  rows.some(([, figures]) => value(figures) === null);

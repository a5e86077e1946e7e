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
  const full = toFull(
    rows.map(([, figures]) => value(figures)),
    report.settings.watched,
  );
  return (
    <figure className="min-w-0 rounded-panel border border-line bg-panel p-5">
      <figcaption>
        <h2 className="text-base font-semibold tracking-tight">{title}</h2>
        <p className="mb-4 max-w-prose text-sm text-mute">{note}</p>
      </figcaption>
      <dl className="grid gap-3">
        {rows.map(([name, figures]) => {
          const length = value(figures);
          const tone = length === 0 ? "text-ok-text" : "text-bad-text";
          return (
            <div
              key={name}
              data-strategy={name.split("+").at(-1)}
              className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm"
            >
              <dt className="font-mono font-semibold text-strategy-text">
                {name.replace("+redis", " + Redis")}
              </dt>
              <dd className={`ml-auto text-right font-medium tabular-nums ${lag ? tone : ""}`}>
                {show(figures)}
              </dd>
              <dd aria-hidden className="h-3 w-full rounded-full bg-sunken">
                <div
                  className={`h-full min-w-1 bg-strategy ${length === null ? "rounded-l-full" : "rounded-full"} ${lag && length !== 0 ? "outline-2 outline-offset-1 outline-bad" : ""}`}
                  style={{ width: `${length === null ? 100 : (length / full) * 100}%` }}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </figure>
  );
}

/** What a bar of full length stands for. Beside one without end, the longest of the others must not look as long. */
function toFull(lengths: (number | null)[], watched: number): number {
  const largest = Math.max(...lengths.map((length) => length ?? 0), Number.MIN_VALUE);
  return lengths.includes(null) ? Math.max(largest / 0.6, watched) : largest;
}

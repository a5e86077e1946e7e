import type { Told } from "../shared/figures";
import type { Figures, Report } from "../shared/report-schema";

/** `length` is drawn in full. `upTo` is the upper end of an interval. */
export type Bar = { length: number; upTo?: number; open?: boolean };

interface BarsProps {
  title: string;
  /** What the bars measure, and how to read them. */
  note: string;
  report: Report;
  /** The same unit for all bars. `upTo`: an interval. `open`: still going on when the measurement stopped. */
  bar: (figures: Figures) => Bar;
  show: (figures: Figures, variant: string) => Told | string;
  /** Whether the bar is a delay: red, or green if there is no delay. */
  lag?: boolean;
}

/** One bar per strategy, in its colour. The text beside it has the same figure. */
export function Bars({ title, note, report, bar, show, lag = false }: BarsProps) {
  const rows = Object.entries(report.strategies) as [string, Figures][];
  const drawn = rows.map(([, figures]) => bar(figures));
  const full = Math.max(...drawn.map(({ length, upTo = length }) => upTo), Number.MIN_VALUE);
  const share = (value: number) => `${(value / full) * 100}%`;
  return (
    <figure className="min-w-0 rounded-xl border border-border bg-card p-5">
      <figcaption>
        <h2 className="text-base font-semibold tracking-tight">{title}</h2>
        <p className="mb-4 max-w-prose text-sm text-muted-foreground">{note}</p>
      </figcaption>
      <dl className="grid gap-3.5">
        {rows.map(([name, figures], n) => {
          const { length, upTo = length, open = false } = drawn[n] as Bar;
          const said = show(figures, name);
          const { text, measured } =
            typeof said === "string" ? { text: said, measured: null } : said;
          const tone = length === 0 ? "text-success" : "text-destructive";
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
                {text}
                {measured && (
                  <span className="block text-xs font-normal text-muted-foreground">
                    {measured}
                  </span>
                )}
              </dd>
              <dd aria-hidden data-bar className="relative h-2.5 w-full rounded-full bg-muted">
                <div
                  className="absolute inset-y-0 left-0 rounded-full bg-strategy opacity-40"
                  style={{ width: share(upTo) }}
                />
                <div
                  className={`absolute inset-y-0 left-0 min-w-1 bg-strategy ${open ? "rounded-l-full mask-r-from-70%" : "rounded-full"}`}
                  style={{ width: share(length) }}
                />
              </dd>
            </div>
          );
        })}
      </dl>
    </figure>
  );
}

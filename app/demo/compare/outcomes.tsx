import { type ReactNode, useId } from "react";
import { formatNumber } from "../shared/format";
import type { LaneNames } from "./board";
import { cutAt, type Lane, type LaneName, type Played, toEffects, toSpans } from "./lane";
import { type Story, toDemands } from "./story";
import { clockTime, laneLabel, toEffectText, toLabels, toSpanText } from "./words";

interface OutcomesProps {
  story: Story;
  played: Played | null;
  /** Later events are not shown. Null: the whole story. */
  at: number | null;
  names: LaneNames;
}

interface Row {
  name: string;
  cell: (lane: Lane, told: Story, name: LaneName) => ReactNode;
  /** The text takes several lines, so the space is reserved. */
  tall?: true;
}

/** Everything that the board draws, as text, and the cost of the visits: one row per fact, one column per strategy. */
export function Outcomes({ story, played, at, names }: OutcomesProps) {
  const id = useId();
  const shown = played && (at === null ? played : cutAt(played, at));
  const lanes = Object.keys(names) as LaneName[];
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 text-xl font-semibold">
        Results
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus. */}
      <div tabIndex={0} className="overflow-x-auto rounded-xl border border-border bg-card">
        <table aria-labelledby={id} className="w-full min-w-[52rem] table-fixed text-left text-sm">
          <thead>
            <tr>
              <th className="w-36 px-4 py-3 font-medium text-muted-foreground">event</th>
              {lanes.map((name) => (
                <th
                  key={name}
                  scope="col"
                  data-strategy={name}
                  className="px-4 py-3 align-bottom font-mono font-semibold text-strategy-text"
                >
                  {laneLabel(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {toRows(played?.story ?? story).map(({ name, cell, tall }) => (
              <tr
                key={name}
                className={`border-t border-border align-top ${tall ? "h-31" : "h-11"}`}
              >
                <th scope="row" className="px-4 py-3 font-medium text-muted-foreground">
                  {name}
                </th>
                {lanes.map((lane) => {
                  const found = shown?.lanes[lane];
                  return (
                    <td key={lane} data-lane={lane} className="px-4 py-3 tabular-nums">
                      {found ? cell(found, shown.story, lane) : "…"}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const sum = (figure: "sql" | "redis") => (lane: Lane) =>
  formatNumber(lane.visits.reduce((total, visit) => total + visit[figure], 0));

function toRows(story: Story): Row[] {
  const labels = toLabels(story);
  const events = toDemands(story).map(
    ({ event }): Row => ({
      name: `${labels[story.events.indexOf(event)]}, ${clockTime(event.at)}`,
      tall: true,
      cell(lane, told) {
        const effect = toEffects(told, lane).find((candidate) => candidate.event === event);
        if (!effect) return <span className="text-muted-foreground">to come</span>;
        return (
          <span className={`font-medium ${effect.lag > 0 ? "text-destructive" : "text-success"}`}>
            {toEffectText(effect, told)}
          </span>
        );
      },
    }),
  );
  return [
    ...events,
    {
      name: "the session",
      tall: true,
      cell: (lane, told) => (
        <ul className="grid gap-1">
          {toSpans(lane, told.length).map((span) => (
            <li key={span.from}>{toSpanText(span)}</li>
          ))}
        </ul>
      ),
    },
    {
      name: "visits",
      cell({ visits }) {
        const refused = visits.filter(({ standing }) => standing === null).length;
        return `${visits.length - refused} accepted, ${refused} refused`;
      },
    },
    {
      name: "renewals",
      cell: ({ visits }) => visits.filter(({ renewed }) => renewed).length,
    },
    { name: "SQL statements", cell: sum("sql") },
    { name: "Redis commands", cell: sum("redis") },
    {
      name: "cookies",
      cell: ({ cookies }) => cookies.map((size) => `${formatNumber(size)} B`).join(" + "),
    },
  ];
}

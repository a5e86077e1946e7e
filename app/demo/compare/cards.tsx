import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import type { StrategyName } from "@/lib/env";
import { formatNumber } from "../shared/format";
import { type Lane, type Played, toEffects, toSpans } from "./lane";
import { clockTime, toEffectText, toLabels, toSpanText } from "./words";

/** All that the lanes draw, in words, and what the visits have cost. */
export function Cards({ played: { story, lanes } }: { played: Played }) {
  return (
    <section
      aria-label="What came of it"
      className="grid gap-4 md:grid-cols-[repeat(auto-fit,minmax(19rem,1fr))]"
    >
      {(Object.entries(lanes) as [StrategyName, Lane][]).map(([name, lane]) => (
        <Card key={name} name={name} lane={lane} story={story} />
      ))}
    </section>
  );
}

function Card({ name, lane, story }: { name: StrategyName; lane: Lane; story: Played["story"] }) {
  const labels = toLabels(story);
  const { visits, sql, cookies } = lane;
  const refused = visits.filter(({ standing }) => standing === null).length;
  const renewed = visits.filter((visit) => visit.renewed).length;
  return (
    <Panel
      strategy={name}
      title={<span className="font-mono text-sm text-strategy-text">{name}</span>}
    >
      <DataList>
        {toEffects(story, lane).map((effect) => (
          <DataItem
            key={`${effect.event.kind}${effect.event.at}`}
            name={`${labels[story.events.indexOf(effect.event)]}, ${clockTime(effect.event.at)}`}
          >
            <span className={effect.lag > 0 ? "text-bad-text" : "text-ok-text"}>
              {toEffectText(effect, story)}
            </span>
          </DataItem>
        ))}
        <DataItem name="the session">
          <ul>
            {toSpans(lane, story.length).map((span) => (
              <li key={span.from}>{toSpanText(span)}</li>
            ))}
          </ul>
        </DataItem>
        <DataItem name="visits">
          {visits.length - refused} let in, {refused} refused, {renewed} renewed it
        </DataItem>
        <DataItem name="SQL for them">{formatNumber(sql)}</DataItem>
        <DataItem name="in the cookie">
          {cookies.map(formatNumber).join(" and ")} characters
        </DataItem>
      </DataList>
    </Panel>
  );
}

import type { ReactNode } from "react";
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
      <dl className="grid gap-2.5 text-sm">
        {toEffects(story, lane).map((effect) => (
          <Fact
            key={story.events.indexOf(effect.event)}
            name={`${labels[story.events.indexOf(effect.event)]}, ${clockTime(effect.event.at)}`}
          >
            <span className={effect.lag > 0 ? "text-bad-text" : "text-ok-text"}>
              {toEffectText(effect, story)}
            </span>
          </Fact>
        ))}
        <Fact name="the session">
          <ul>
            {toSpans(lane, story.length).map((span) => (
              <li key={span.from}>{toSpanText(span)}</li>
            ))}
          </ul>
        </Fact>
        <Fact name="visits">
          {visits.length - refused} let in, {refused} refused, {renewed} renewed it
        </Fact>
        <Fact name="SQL for them">{formatNumber(sql)}</Fact>
        <Fact name="in the cookie">{cookies.map(formatNumber).join(" and ")} characters</Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-mute">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}

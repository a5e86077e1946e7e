import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { count, formatNumber } from "../shared/format";
import { cutAt, type Lane, type LaneName, lanesOf, type Played, toEffects, toSpans } from "./lane";
import { type Story, toDemands } from "./story";
import { clockTime, laneLabel, toEffectText, toLabels, toSpanText } from "./words";

interface CardsProps {
  played: Played;
  /** What is later is not told. */
  at: number | null;
}

/** All that the lanes draw, in words, and what the visits have cost. */
export function Cards({ played, at }: CardsProps) {
  const shown = at === null ? played : cutAt(played, at);
  return (
    <section
      aria-label="What came of it"
      className="grid gap-3.5 md:grid-cols-[repeat(auto-fit,minmax(15.5rem,1fr))]"
    >
      {lanesOf(shown).map(([name, lane]) => (
        <Card key={name} name={name} lane={lane} story={shown.story} whole={played.story} />
      ))}
    </section>
  );
}

interface CardProps {
  name: LaneName;
  /** As far as it has been told, like `story`. */
  lane: Lane;
  story: Story;
  whole: Story;
}

function Card({ name, lane, story, whole }: CardProps) {
  const labels = toLabels(whole);
  const effects = toEffects(story, lane);
  const { visits, cookies } = lane;
  const refused = visits.filter(({ standing }) => standing === null).length;
  const sum = (figure: "sql" | "redis") =>
    formatNumber(visits.reduce((total, visit) => total + visit[figure], 0));
  return (
    <Panel
      strategy={name}
      title={<span className="font-mono text-sm text-strategy-text">{laneLabel(name)}</span>}
    >
      <dl className="grid gap-2 text-sm">
        {toDemands(whole).map(({ event }) => {
          const n = whole.events.indexOf(event);
          const effect = effects.find((candidate) => candidate.event === event);
          return (
            <Fact key={n} name={`${labels[n]}, ${clockTime(event.at)}`}>
              {effect ? (
                <span className={effect.lag > 0 ? "text-bad-text" : "text-ok-text"}>
                  {toEffectText(effect, story)}
                </span>
              ) : (
                <span className="text-mute">to come</span>
              )}
            </Fact>
          );
        })}
        <Fact name="the session">
          <ul>
            {toSpans(lane, story.length).map((span) => (
              <li key={span.from}>{toSpanText(span)}</li>
            ))}
          </ul>
        </Fact>
        <Figure name="visits">
          {visits.length - refused} let in, {refused} refused
        </Figure>
        <Figure name="renewals">{visits.filter(({ renewed }) => renewed).length}</Figure>
        <Figure name="SQL statements">{sum("sql")}</Figure>
        {name === "redis" && <Figure name="Redis commands">{sum("redis")}</Figure>}
        <Figure name={count(cookies.length, "cookie").replace(/^\d+ /, "")}>
          {cookies.map((size) => `${formatNumber(size)} B`).join(" + ")}
        </Figure>
      </dl>
    </Panel>
  );
}

interface FactProps {
  name: string;
  children: ReactNode;
}

function Fact({ name, children }: FactProps) {
  return (
    <div>
      <dt className="text-mute">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}

/** Short enough to stand beside its name. */
function Figure({ name, children }: FactProps) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-mute">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}

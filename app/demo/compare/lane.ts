// The result of playing a story, and what follows from it. All times are seconds since the sign-in.
import type { StrategyName } from "@/lib/session/strategies";
import type { Role } from "@/lib/session/strategy";
import { type Demand, type Story, type StoryEvent, toDemands } from "./story";

/** The role that a request with these cookies gets. Null: the request is refused. */
export type Standing = Role | null;

export interface Visit {
  at: number;
  standing: Standing;
  /** Whether the visit got a new token or a later expiry. */
  renewed: boolean;
  /** SQL statements and Redis commands of all its requests together. */
  sql: number;
  redis: number;
}

/** Each strategy, and `redis`: the database strategy once more, with Redis in front. */
export type LaneName = StrategyName | "redis";

/** One strategy's part in a story, as measured. */
export interface Lane {
  /** Each standing applies from `at` on. After the end of the story: if nobody visits again. */
  changes: { at: number; standing: Standing }[];
  visits: Visit[];
  /** Bytes of each cookie: name, "=" and value. */
  cookies: number[];
  /** Seconds, as the strategy declares them (see SessionStrategy). Null: only when the session expires. */
  endNoticedWithin: number | null;
  roleNoticedWithin: number | null;
}

/** The answer of the route. */
export interface Outcome {
  lanes: Record<StrategyName, Lane> & { redis?: Lane };
  /** Milliseconds that it took. */
  took: number;
}

export interface Played extends Outcome {
  story: Story;
}

export const lanesOf = ({ lanes }: Outcome) => Object.entries(lanes) as [LaneName, Lane][];

/** The part that has happened by that second, so that the page does not show later events early. */
export function cutAt({ story, lanes, took }: Played, second: number): Played {
  const past = <T extends { at: number }>(items: T[]) => items.filter(({ at }) => at <= second);
  const cut = lanesOf({ lanes, took }).map(([name, lane]) => [
    name,
    { ...lane, changes: past(lane.changes), visits: past(lane.visits) },
  ]);
  return {
    story: { ...story, length: second, events: past(story.events) },
    lanes: Object.fromEntries(cut),
    took,
  };
}

export interface Span {
  from: number;
  to: number;
  standing: Standing;
}

export function toSpans({ changes }: Lane, end: number): Span[] {
  return changes
    .map(({ at, standing }, n) => ({
      from: at,
      to: Math.min(changes[n + 1]?.at ?? end, end),
      standing,
    }))
    .filter(({ from, to }) => from < to);
}

/** The standing of a request at this second. */
export function standingAt({ changes }: Lane, second: number): Standing {
  return changes.findLast(({ at }) => at <= second)?.standing ?? null;
}

/** How an event took effect. */
export interface Effect {
  event: StoryEvent;
  wants: Standing;
  /** When the event took effect, or stopped to matter. Infinity: not yet. */
  at: number;
  /** Seconds from the event to that moment. */
  lag: number;
  /** If the effect comes after the story: the latest moment, however often the user visits. Otherwise `at`. */
  latest: number;
  /**
   * `done`: the event took effect. `moot`: the session had already ended. For roles only: `ended`, the session ended
   * before it had the role; `overtaken`, the role was changed again first.
   */
  how: "done" | "moot" | "ended" | "overtaken";
}

export function toEffects(story: Story, lane: Lane): Effect[] {
  const demands = toDemands(story);
  return demands.map((demand, n) => {
    const effect = toEffect(demand, demands.slice(n + 1), lane);
    const { endNoticedWithin, roleNoticedWithin } = lane;
    const noticed = demand.wants ? roleNoticedWithin : endNoticedWithin;
    const renewable = noticed === null && effect.at > story.length;
    // Every visit renews the session, up to the absolute limit.
    return { ...effect, latest: renewable ? story.lifetimes.absoluteMaxAge : effect.at };
  });
}

function toEffect({ event, wants }: Demand, later: Demand[], lane: Lane) {
  const effect = (at: number, how: Effect["how"]) => ({
    event,
    wants,
    at,
    lag: at - event.at,
    how,
  });
  if (event.at > 0 && standingAt(lane, event.at - 1) === null) return effect(event.at, "moot");

  const next = wants && later.find((demand) => demand.wants !== null)?.event.at;
  const { at, standing } = [
    { at: event.at, standing: standingAt(lane, event.at) },
    ...lane.changes.filter((change) => change.at > event.at),
  ].find((change) => change.standing === wants || change.standing === null) ?? {
    at: Number.POSITIVE_INFINITY,
    standing: null,
  };
  if (next && next <= at) return effect(next, "overtaken");
  return effect(at, standing === wants ? "done" : "ended");
}

/** When a limit ended the session, with no event that demanded it. Otherwise null. */
export function endedByLimit(story: Story, lane: Lane): number | null {
  const out = lane.changes.find(({ standing }) => standing === null)?.at;
  if (out === undefined || out > story.length) return null;
  const asked = toDemands(story).some(({ event, wants }) => wants === null && event.at <= out);
  return asked ? null : out;
}

// What playing a story brings to light, and what follows from it. All times are seconds since the sign-in.
import type { StrategyName } from "@/lib/session/strategies";
import type { Role } from "@/lib/session/strategy";
import { type Demand, type Story, type StoryEvent, toDemands } from "./story";

/** The role that a request with these cookies is given; null: it is refused. */
export type Standing = Role | null;

export interface Visit {
  at: number;
  standing: Standing;
  /** Whether it was given a new token, or a later end. */
  renewed: boolean;
  /** Statements and commands, of all its requests together. */
  sql: number;
  redis: number;
}

/** Each strategy, and `redis`: the database strategy once more, with Redis in front. */
export type LaneName = StrategyName | "redis";

/** One strategy's part in a story, as measured. */
export interface Lane {
  /** From each of these on. Past the story's end: if nobody visits any more. */
  changes: { at: number; standing: Standing }[];
  visits: Visit[];
  /** Bytes of each cookie: name, "=" and value. */
  cookies: number[];
  /** Seconds, as the strategy says of itself: see SessionStrategy. Null: not before the session's own end. */
  endNoticedWithin: number | null;
  roleNoticedWithin: number | null;
}

/** What the server answers. */
export interface Outcome {
  lanes: Record<StrategyName, Lane> & { redis?: Lane };
  /** Milliseconds that it took. */
  took: number;
}

export interface Played extends Outcome {
  story: Story;
}

export const lanesOf = ({ lanes }: Outcome) => Object.entries(lanes) as [LaneName, Lane][];

/** As much of it as has happened by that second: who watches shall not know what is to come. */
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

/** What a request is given at this second. */
export function standingAt({ changes }: Lane, second: number): Standing {
  return changes.findLast(({ at }) => at <= second)?.standing ?? null;
}

/** How an event took effect. */
export interface Effect {
  event: StoryEvent;
  wants: Standing;
  /** The moment from which it is as the event wants it, or that does not matter any more. Infinity: not yet. */
  at: number;
  /** Seconds from the event to that moment. */
  lag: number;
  /** Where it comes after the story: the moment at the latest, however often someone visits. Otherwise `at`. */
  latest: number;
  /**
   * `done`: as it should be. `moot`: the session had ended before. Of roles: `ended`, the session was over before
   * it had the role; `overtaken`, the role was changed again before.
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

/** When a session ended by itself, with no event that asked for it: the moment, or null. */
export function endedByLimit(story: Story, lane: Lane): number | null {
  const out = lane.changes.find(({ standing }) => standing === null)?.at;
  if (out === undefined || out > story.length) return null;
  const asked = toDemands(story).some(({ event, wants }) => wants === null && event.at <= out);
  return asked ? null : out;
}

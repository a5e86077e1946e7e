// What the chart shows, as text. Everything is derived from the measurement.
import { inWords } from "@/lib/duration";
import { renewAfter } from "@/lib/session/policy";
import { count } from "../shared/format";
import {
  type Effect,
  endedByLimit,
  type Lane,
  type LaneName,
  lanesOf,
  type Played,
  type Span,
  type Standing,
  standingAt,
  toEffects,
} from "./lane";
import { DAY, FIRST_ROLE, HOUR, type Kind, otherRole, type Story, type StoryEvent } from "./story";

/** Stories begin at nine. `10:24`, `10:24:07`, `day 2, 09:00`. */
export function clockTime(second: number): string {
  const time = new Date((9 * HOUR + second) * 1000).toISOString().slice(11, 19);
  const day = Math.floor((9 * HOUR + second) / DAY) + 1;
  return `${day > 1 ? `day ${day}, ` : ""}${time.endsWith(":00") ? time.slice(0, 5) : time}`;
}

/** For the axis and for lists. A change of role names both roles. Repeated events are numbered. */
export function toLabels({ events }: Story): string[] {
  const labels = new Map<StoryEvent, string>();
  const counts = new Map<string, number>();
  let role = FIRST_ROLE;
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    let label = shortly[event.kind];
    if (event.kind === "role changed") {
      label = `role: ${role} → ${otherRole(role)}`;
      role = otherRole(role);
    }
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    labels.set(event, count > 1 ? `${label} (${count})` : label);
  }
  return events.map((event) => labels.get(event) ?? "");
}

export const laneLabel = (name: LaneName) => (name === "redis" ? "database + Redis" : name);

const shortly: Record<Kind, string> = {
  "at work": "at work",
  visit: "visit",
  "role changed": "role changed",
  "ended elsewhere": "ended elsewhere",
  "signed out": "signed out, copy kept",
  "password changed": "password changed",
  "user disabled": "user disabled",
  "other device": "another device",
};

export const inOrOut = (standing: Standing) =>
  standing ? `signed in as ${standing}` : "signed out";

/** The label above the bar, as known at the moment `now`. Null if there is none. */
export function toLagLabel(effect: Effect, now: number): string | null {
  const { event, wants, lag, at, latest, how } = effect;
  if (how === "moot") return null;
  if (lag === 0) return wants ? `${wants} at once` : "signed out at once";
  const still = wants ? `still ${otherRole(wants)}` : "still signed in";
  if (lag === Number.POSITIVE_INFINITY) return `${still}, ${inWords(now - event.at)} so far`;
  if (latest > at) return `${still}, up to ${inWords(latest - event.at)}`;
  return how === "done" ? `${still}, ${inWords(lag)}` : still;
}

/** The same in full, as known at the moment `now`. */
export function toEffectText(effect: Effect, { length }: Story, now = length): string {
  const { event, wants, lag, at, latest, how } = effect;
  if (how === "moot") return "already signed out";
  if (lag === 0) return wants ? "seen at once" : "signed out at once";
  if (how === "overtaken") return "never seen: changed back first";
  if (lag === Number.POSITIVE_INFINITY)
    return `${wants ? "not seen" : "still signed in"}, ${inWords(now - event.at)} so far`;
  const visited = latest > at ? `; with more visits, at ${clockTime(latest)}` : "";
  const unvisited = at > length ? ` if nobody visits again${visited}` : "";
  const later = `${inWords(lag)} later, at ${clockTime(at)}${unvisited}`;
  if (how === "ended") return `never seen: the session ends first, ${later}`;
  return `${wants ? "seen" : "signed out"} ${later}`;
}

export function toSpanText({ from, to, standing }: Span): string {
  return `${inOrOut(standing)} from ${clockTime(from)} to ${clockTime(to)}`;
}

/** What the strategy declares, in short. */
export function toPromise(name: LaneName, noticesWithin: number | null): string {
  if (noticesWithin === null) return "asks no store";
  if (noticesWithin > 0) return `asks every ${inWords(noticesWithin)}`;
  return `asks ${name === "redis" ? "Redis " : ""}at each request`;
}

/** The lifetimes of a story as they apply. An idle limit shortens the access tokens. */
export function toPolicyText({ lifetimes }: Story): string {
  const { maxAge, idleTimeout, absoluteMaxAge, accessMaxAge, deviceLimit } = lifetimes;
  const access = Math.min(accessMaxAge, renewAfter(lifetimes));
  return [
    `A session ends ${inWords(maxAge)} after its last renewal, and ${inWords(absoluteMaxAge)} after sign-in at the latest`,
    idleTimeout && `idle limit ${inWords(idleTimeout)}`,
    `access token ${inWords(access)}${access < accessMaxAge ? `, not ${inWords(accessMaxAge)}, because a session is renewed that often` : ""}`,
    deviceLimit && `at most ${count(deviceLimit, "session")}`,
  ]
    .filter(Boolean)
    .join("; ")
    .concat(".");
}

export interface Remark {
  /** How soon the events took effect. Null if no event asks for a change. */
  verdict: "at once" | "late" | "never" | null;
  lead: string;
  rest: string;
}

/** What the user notices: how the visits are answered. */
export function toRemark(story: Story, lane: Lane): Remark {
  const effects = toEffects(story, lane).filter(({ how }) => how !== "moot");
  return { verdict: toVerdict(story, effects), ...toSentences(story, lane, effects) };
}

function toVerdict({ length }: Story, effects: Effect[]): Remark["verdict"] {
  if (effects.length === 0) return null;
  if (effects.every(({ lag }) => lag === 0)) return "at once";
  return effects.some(({ how, at }) => how === "done" && at <= length) ? "late" : "never";
}

function toSentences(story: Story, lane: Lane, effects: Effect[]): Omit<Remark, "verdict"> {
  const role = effects.findLast(({ wants }) => wants !== null);
  const end = effects.find(({ wants }) => wants === null);
  const refused = lane.visits.find(({ standing }) => standing === null);
  const limit = endedByLimit(story, lane);
  const aboutRole = role ? roleSeen(role, lane) : null;
  const rest = (...sentences: (string | null)[]) => sentences.filter(Boolean).join(" ");

  if (refused) {
    const why = limit === null ? end && untilThen(end) : limitReached(story, limit);
    return {
      lead: "Signed out",
      rest: rest(`on the visit at ${clockTime(refused.at)}.`, why ?? null, aboutRole),
    };
  }
  if (end && end.at > story.length)
    return {
      lead: "Still signed in.",
      rest: rest(
        `Every visit is accepted${end.latest > end.at ? ` until ${clockTime(end.latest)}` : ""}, although ${although[end.event.kind]}.`,
        aboutRole,
      ),
    };
  if (end || limit !== null)
    return {
      lead: "No visit since then.",
      rest: rest("The next visit would be refused.", aboutRole),
    };
  if (role?.how === "done" && aboutRole) return { lead: "New role seen.", rest: aboutRole };
  return { lead: "No change.", rest: aboutRole ?? "Every visit is accepted." };
}

function roleSeen({ wants, how, at, event }: Effect, { visits }: Lane): string {
  if (how !== "done") return `Still treated as ${wants && otherRole(wants)}.`;
  const seen = visits.find(
    (visit) => visit.at >= Math.max(at, event.at) && visit.standing === wants,
  );
  return seen ? `Treated as ${wants} from the visit at ${clockTime(seen.at)} on.` : "";
}

const untilThen = ({ event, lag, at }: Effect) =>
  lag === 0
    ? `No visit was accepted after ${after[event.kind]}.`
    : `Visits were accepted until ${clockTime(at)}, ${inWords(lag)} after ${after[event.kind]}.`;

function limitReached({ lifetimes }: Story, at: number): string {
  const { maxAge, idleTimeout = Number.POSITIVE_INFINITY, absoluteMaxAge } = lifetimes;
  if (at >= absoluteMaxAge) return `The absolute limit was reached at ${clockTime(at)}.`;
  return idleTimeout < maxAge
    ? `The session reached its idle limit at ${clockTime(at)}.`
    : `The session expired at ${clockTime(at)} because it was not renewed.`;
}

const after: Record<Kind, string> = {
  "at work": "that",
  visit: "that",
  "role changed": "the change",
  "ended elsewhere": "the session was ended",
  "signed out": "the user signed out",
  "password changed": "the password was changed",
  "user disabled": "the user was disabled",
  "other device": "a device above the limit signed in",
};

const although: Record<Kind, string> = {
  ...after,
  "signed out": "the user signed out: this is a copy of the cookies",
};

/** The last event, and the state of every session. */
export function toNews(played: Played, at: number): string {
  const { story } = played;
  const labels = toLabels(story);
  const last = story.events
    .map((event, n) => ({ at: event.at, label: labels[n] }))
    .filter((event) => event.at <= at)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  const standings = lanesOf(played).map(
    ([name, lane]) => `${laneLabel(name)} ${inOrOut(standingAt(lane, at))}`,
  );
  const { label, at: then } = last ?? { label: "signed in", at: 0 };
  const when = at > then ? `, ${inWords(at - then)} after` : "";
  return `${clockTime(at)}${when}: ${label}. Now: ${standings.join("; ")}.`;
}

/** The moments of all events and changes, in order. */
export function toMoments(played: Played): number[] {
  const { story } = played;
  const seconds = [
    0,
    ...story.events.flatMap(({ at, until = at }) => [at, until]),
    ...lanesOf(played).flatMap(([, { changes }]) => changes.map(({ at }) => at)),
    story.length,
  ];
  return [...new Set(seconds)].filter((at) => at <= story.length).toSorted((a, b) => a - b);
}

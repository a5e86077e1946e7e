// Shared by the page and its route: the schema of a story. All times are seconds since the sign-in.
// zod/mini, because the browser loads it: zod itself has 30 KB more, gzipped.
import { z } from "zod/mini";
import type { Role } from "@/lib/session/strategy";

// Also for the page: Zod would test whether `eval` works, which the Content-Security-Policy reports as an attack.
z.config({ jitless: true });

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The events of a story, with their names in the list. */
export const kinds = {
  "at work": "at work, a visit every few minutes",
  visit: "one visit",
  "role changed": "role changed by an admin",
  "ended elsewhere": "session ended from another device",
  "signed out": "signed out here, after the cookies were copied",
  "password changed": "password changed elsewhere, other sessions ended",
  "user disabled": "user disabled by an admin",
  "other device": "signed in on another device",
} as const;
export type Kind = keyof typeof kinds;

export const MAX_EVENTS = 20;
export const MAX_LENGTH = 7 * DAY;

const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));
const age = whole(1, 366 * DAY);
const moment = whole(0, MAX_LENGTH);

const eventSchema = z.object({
  kind: z.enum(Object.keys(kinds) as [Kind, ...Kind[]]),
  at: moment,
  /** The end of a period. Only "at work" is one. */
  until: z.optional(moment),
});
export type StoryEvent = z.output<typeof eventSchema>;

const lifetimesSchema = z.object({
  maxAge: age,
  updateAge: age,
  idleTimeout: z.optional(age),
  absoluteMaxAge: age,
  accessMaxAge: age,
  deviceLimit: z.optional(whole(1, 10)),
});
/** As in SessionPolicy. */
export type Lifetimes = z.output<typeof lifetimesSchema>;

/** Someone signs in as an admin at 0. What happens to that session until `length`? */
export const storySchema = z
  .object({
    lifetimes: lifetimesSchema,
    length: whole(10 * MINUTE, MAX_LENGTH),
    events: z.array(eventSchema).check(z.maxLength(MAX_EVENTS)),
  })
  .check(
    z.refine(({ events, length }) =>
      events.every(
        ({ kind, at, until }) =>
          (kind === "at work") === (until !== undefined) &&
          at <= (until ?? at) &&
          (until ?? at) <= length,
      ),
    ),
  );
export type Story = z.output<typeof storySchema>;

export const FIRST_ROLE: Role = "admin";

/** Each change of role switches to the other role. */
export const otherRole = (role: Role): Role => (role === "admin" ? "user" : "admin");

/** The requests of a visit: the page, and what it fetches. */
export const REQUESTS = 4;

/** The most visits of a story, so that the work is bounded. Enough for five hours with a visit every five minutes. */
const MAX_VISITS = 60;

/** Seconds between two visits of a user at work: five minutes, or more if that makes too many visits. */
export function visitEvery({ events }: Story): number {
  const busy = events.reduce((sum, { at, until = at }) => sum + until - at, 0);
  return Math.max(5 * MINUTE, Math.ceil(busy / MAX_VISITS));
}

export interface Step {
  at: number;
  kind: Exclude<Kind, "at work">;
}

/** All events and visits, in order. */
export function toSteps(story: Story): Step[] {
  const every = visitEvery(story);
  const steps = story.events.flatMap(({ kind, at, until = at }): Step[] =>
    kind === "at work"
      ? Array.from({ length: Math.floor((until - at) / every) + 1 }, (_, n) => ({
          at: at + n * every,
          kind: "visit",
        }))
      : [{ at, kind }],
  );
  return steps.sort((a, b) => a.at - b.at);
}

/** What an event demands: the end of the session (null), or this role from now on. */
export interface Demand {
  event: StoryEvent;
  wants: Role | null;
}

/** In order, without events that demand nothing, such as visits. */
export function toDemands({ events, lifetimes }: Story): Demand[] {
  const { maxAge, idleTimeout = maxAge, absoluteMaxAge, deviceLimit } = lifetimes;
  const unused = Math.min(maxAge, idleTimeout, absoluteMaxAge);
  let role = FIRST_ROLE;
  let others: number[] = [];
  return events
    .toSorted((a, b) => a.at - b.at)
    .flatMap((event): Demand[] => {
      if (event.kind === "at work" || event.kind === "visit") return [];
      if (event.kind === "role changed") {
        role = otherRole(role);
        return [{ event, wants: role }];
      }
      if (event.kind === "other device") {
        others = [...others.filter((at) => event.at < at + unused), event.at];
        // Our session is the oldest, so it is the one that ends.
        if (!deviceLimit || others.length < deviceLimit) return [];
      }
      return [{ event, wants: null }];
    });
}

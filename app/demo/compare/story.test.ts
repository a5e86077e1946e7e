import { expect, test } from "vitest";
import { fromHash, toHash } from "./address";
import { stories } from "./stories";
import {
  DAY,
  HOUR,
  MINUTE,
  type Story,
  type StoryEvent,
  storySchema,
  toDemands,
  toSteps,
  visitEvery,
} from "./story";

const base = stories["An employee leaves"];
const withEvents = (events: StoryEvent[], lifetimes = {}): Story => ({
  ...base,
  length: 7 * DAY,
  lifetimes: { ...base.lifetimes, ...lifetimes },
  events,
});
const fits = (story: unknown) => storySchema.safeParse(story).success;

test.each(Object.entries(stories))(
  "%s is a valid story, and its address restores it",
  (_, story) => {
    expect(fits(story)).toBe(true);
    expect(fromHash(toHash(story))).toEqual(story);
  },
);

test("invalid stories are refused", () => {
  const bad: StoryEvent[][] = [
    [{ kind: "visit", at: -1 }],
    [{ kind: "visit", at: 0.5 }],
    [{ kind: "visit", at: 7 * DAY + 1 }],
    [{ kind: "visit", at: 0, until: 60 }],
    [{ kind: "at work", at: 0 }],
    [{ kind: "at work", at: 60, until: 0 }],
    [{ kind: "at work", at: 0, until: 8 * DAY }],
    Array.from({ length: 21 }, () => ({ kind: "visit", at: 0 })),
  ];
  for (const events of bad) expect(fits(withEvents(events)), JSON.stringify(events)).toBe(false);
  expect(fits(withEvents([], { maxAge: 0 }))).toBe(false);
  expect(fits(withEvents([], { deviceLimit: 1000 }))).toBe(false);
  expect(fits({ ...base, length: 31 * DAY })).toBe(false);
});

test.each(["", "event=", "event=visit@x", "length=600", `${toHash(base)}&event=nothing@1`, "%"])(
  "the address %s contains no story",
  (hash) => expect(fromHash(hash)).toBeNull(),
);

test("a user at work visits every five minutes, between the other events", () => {
  const steps = toSteps(
    withEvents([
      { kind: "user disabled", at: 7 * MINUTE },
      { kind: "at work", at: 0, until: 10 * MINUTE },
    ]),
  );
  expect(steps.map(({ at, kind }) => `${at / MINUTE} ${kind}`)).toEqual([
    "0 visit",
    "5 visit",
    "7 user disabled",
    "10 visit",
  ]);
});

test("the number of visits is limited", () => {
  const long = withEvents(
    Array.from({ length: 20 }, () => ({ kind: "at work", at: 0, until: 7 * DAY })),
  );
  expect(visitEvery(long)).toBeGreaterThan(5 * MINUTE);
  expect(toSteps(long).length).toBeLessThanOrEqual(220);
});

test("role changes alternate, and visits demand nothing", () => {
  const demands = toDemands(
    withEvents([
      { kind: "role changed", at: 30 },
      { kind: "visit", at: 20 },
      { kind: "signed out", at: 40 },
      { kind: "role changed", at: 10 },
    ]),
  );
  expect(demands.map(({ event, wants }) => [event.at, wants])).toEqual([
    [10, "user"],
    [30, "admin"],
    [40, null],
  ]);
});

test("another device demands the end of the session when too many live sessions exist", () => {
  const at = (hours: number): StoryEvent => ({ kind: "other device", at: hours * HOUR });
  const ending = (events: StoryEvent[], lifetimes: object) =>
    toDemands(withEvents(events, lifetimes)).map(({ event }) => event.at / HOUR);
  expect(ending([at(1), at(2)], {})).toEqual([]);
  expect(ending([at(1), at(2)], { deviceLimit: 1 })).toEqual([1, 2]);
  expect(ending([at(1), at(2)], { deviceLimit: 2 })).toEqual([2]);
  // The first of the others has ended when the second comes.
  expect(ending([at(1), at(3)], { deviceLimit: 2, idleTimeout: 2 * HOUR })).toEqual([]);
});

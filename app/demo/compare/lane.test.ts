import { expect, test } from "vitest";
import {
  cutAt,
  endedByLimit,
  type Lane,
  type Played,
  standingAt,
  toEffects,
  toSpans,
} from "./lane";
import { stories } from "./stories";
import { HOUR, type Story, type StoryEvent } from "./story";
import { toEffectText, toLabels, toLagLabel, toPolicyText, toRemark, toSpanText } from "./words";

const tell = (...events: StoryEvent[]): Story => ({
  ...stories["An employee leaves"],
  length: HOUR,
  events,
});

/** A lane with a visit at each of `visits`. */
function laneOf(changes: Lane["changes"], visits: number[] = []): Lane {
  const lane = {
    changes,
    visits: [],
    cookies: [],
    endNoticedWithin: null,
    roleNoticedWithin: null,
  };
  return {
    ...lane,
    visits: visits.map((at) => ({
      at,
      standing: standingAt(lane, at),
      renewed: false,
      sql: 1,
      redis: 0,
    })),
  };
}
const outAt = (at: number): Lane["changes"] => [
  { at: 0, standing: "admin" },
  { at, standing: null },
];
const role = { kind: "role changed", at: 600 } as const;
const kick = { kind: "ended elsewhere", at: 1200 } as const;

function outcome(story: Story, lane: Lane) {
  return toEffects(story, lane).map(({ lag, how }) => [how, lag]);
}

test("spans cover the story and end with it", () => {
  expect(toSpans(laneOf(outAt(900)), HOUR)).toEqual([
    { from: 0, to: 900, standing: "admin" },
    { from: 900, to: HOUR, standing: null },
  ]);
  expect(toSpans(laneOf(outAt(9000)), HOUR)).toEqual([{ from: 0, to: HOUR, standing: "admin" }]);
});

test("the lag of an end is the time until a request is refused, also beyond the story", () => {
  expect(outcome(tell(kick), laneOf(outAt(1200)))).toEqual([["done", 0]]);
  expect(outcome(tell(kick), laneOf(outAt(1900)))).toEqual([["done", 700]]);
  expect(outcome(tell(kick), laneOf(outAt(8400)))).toEqual([["done", 7200]]);
});

test("an event after the end of the session has no effect", () => {
  expect(outcome(tell(kick), laneOf(outAt(900)))).toEqual([["moot", 0]]);
  expect(outcome(tell(kick, { ...kick, at: 1800 }), laneOf(outAt(1200)))).toEqual([
    ["done", 0],
    ["moot", 0],
  ]);
});

test("a role is seen, unless the session ends or the role is changed back first", () => {
  const seen: Lane["changes"] = [
    { at: 0, standing: "admin" },
    { at: 900, standing: "user" },
    { at: 9000, standing: null },
  ];
  expect(outcome(tell(role), laneOf(seen))).toEqual([["done", 300]]);
  expect(outcome(tell(role), laneOf(outAt(9000)))).toEqual([["ended", 8400]]);
  expect(outcome(tell(role, { ...role, at: 1000 }), laneOf(outAt(9000)))).toEqual([
    ["overtaken", 400],
    ["done", 0],
  ]);
});

test("an end without an event is caused by a limit", () => {
  expect(endedByLimit(tell(), laneOf(outAt(1800)))).toBe(1800);
  expect(endedByLimit(tell(kick), laneOf(outAt(1800)))).toBeNull();
  expect(endedByLimit(tell(), laneOf(outAt(9000)))).toBeNull();
});

test("the texts at a moment contain only what has happened so far", () => {
  const story = tell(role, kick);
  const changes: Lane["changes"] = [
    { at: 0, standing: "admin" },
    { at: 900, standing: "user" },
    { at: 2400, standing: null },
  ];
  const known = (second: number) => {
    const lanes = { jwt: laneOf(changes, [60, 1800]) } as Played["lanes"];
    const cut = cutAt({ story, lanes, took: 0 }, second);
    return [
      ...toSpans(cut.lanes.jwt, second).map(toSpanText),
      ...toEffects(cut.story, cut.lanes.jwt).flatMap((effect) => [
        toLagLabel(effect, second),
        toEffectText(effect, cut.story),
      ]),
      cut.lanes.jwt.visits.length,
    ];
  };
  expect(known(300)).toEqual(["signed in as admin from 09:00 to 09:05", 1]);
  expect(known(720)).toEqual([
    "signed in as admin from 09:00 to 09:12",
    "still admin, 2 min so far",
    "not seen, 2 min so far",
    1,
  ]);
  expect(known(1800)).toEqual([
    "signed in as admin from 09:00 to 09:15",
    "signed in as user from 09:15 to 09:30",
    "still admin, 5 min",
    "seen 5 min later, at 09:15",
    "still signed in, 10 min so far",
    "still signed in, 10 min so far",
    2,
  ]);
  expect(known(2400)).toContain("signed out 20 min later, at 09:40");
});

test("repeated events have different names", () => {
  const atWork = { kind: "at work", until: HOUR } as const;
  const story = tell({ ...atWork, at: 1800 }, { ...atWork, at: 0 }, role, { ...role, at: 60 });
  expect(toLabels(story)).toEqual([
    "at work (2)",
    "at work",
    "role: user → admin",
    "role: admin → user",
  ]);
});

test("the texts of a lane say how long the change took", () => {
  const words = (story: Story, changes: Lane["changes"]) =>
    toEffects(story, laneOf(changes)).map((effect) => [
      toLagLabel(effect, story.length),
      toEffectText(effect, story),
    ]);
  expect(words(tell(kick), outAt(1200))).toEqual([["signed out at once", "signed out at once"]]);
  expect(words(tell(kick), outAt(1920))).toEqual([
    ["still signed in, 12 min", "signed out 12 min later, at 09:32"],
  ]);
  // Each visit would renew it, up to the absolute limit.
  expect(words(tell(kick), outAt(1200 + 2 * HOUR))).toEqual([
    [
      "still signed in, up to 23 h 40 min",
      "signed out 2 h later, at 11:20 if nobody visits again; with more visits, at day 2, 09:00",
    ],
  ]);
  expect(words(tell(role), outAt(1920))).toEqual([
    ["still admin", "never seen: the session ends first, 22 min later, at 09:32"],
  ]);
});

test("the remark follows from the answers to the visits", () => {
  const remark = (story: Story, changes: Lane["changes"], visits: number[]) => {
    const { lead, rest } = toRemark(story, laneOf(changes, visits));
    return `${lead} ${rest}`;
  };
  expect(remark(tell(), outAt(9000), [60])).toBe("No change. Every visit is accepted.");
  expect(remark(tell(kick), outAt(1200), [60, 1800])).toBe(
    "Signed out on the visit at 09:30. No visit was accepted after the session was ended.",
  );
  expect(remark(tell(kick), outAt(1500), [60, 1800])).toBe(
    "Signed out on the visit at 09:30. Visits were accepted until 09:25, 5 min after the session was ended.",
  );
  expect(remark(tell(kick), outAt(1200), [60])).toBe(
    "No visit since then. The next visit would be refused.",
  );
  expect(remark(tell(kick, role), outAt(9000), [60, 3000])).toBe(
    "Still signed in. Every visit is accepted until day 2, 09:00, although the session was ended. Still treated as admin.",
  );
  expect(remark(tell(), outAt(1800), [60, 3000])).toContain("The session expired at 09:30");
});

test("the lifetimes are shown as they apply", () => {
  const { lifetimes } = tell();
  const text = (changes: object) =>
    toPolicyText({ ...tell(), lifetimes: { ...lifetimes, ...changes } });
  expect(text({})).toContain("access token 15 min.");
  expect(text({ idleTimeout: 1800 })).toContain(
    "access token 3 min, not 15 min, because a session is renewed that often.",
  );
});

test.each([
  ["at once", [kick], outAt(1200)],
  ["late", [kick], outAt(1500)],
  ["never", [kick], outAt(9000)],
  [null, [], outAt(9000)],
] as const)("the verdict is %s", (verdict, events, changes) => {
  expect(toRemark(tell(...events), laneOf(changes, [60])).verdict).toBe(verdict);
});

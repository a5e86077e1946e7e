import { HOUR, type Lifetimes, MINUTE, type Story, type StoryEvent } from "./story";

const lifetimes: Lifetimes = {
  maxAge: 8 * HOUR,
  updateAge: HOUR,
  absoluteMaxAge: 24 * HOUR,
  accessMaxAge: 15 * MINUTE,
};

const atWork = (at: number, until: number): StoryEvent => ({ kind: "at work", at, until });

/** The ready stories. The page opens with the first one. */
export const stories = {
  "An employee leaves": {
    lifetimes,
    length: 3 * HOUR,
    events: [
      atWork(0, 150 * MINUTE),
      { kind: "role changed", at: 42 * MINUTE },
      { kind: "user disabled", at: 84 * MINUTE },
    ],
  },
  "A stolen laptop": {
    lifetimes,
    length: 4 * HOUR,
    events: [
      atWork(0, HOUR),
      atWork(80 * MINUTE, 4 * HOUR), // the thief
      { kind: "ended elsewhere", at: 123 * MINUTE },
    ],
  },
  "A role is lowered": {
    lifetimes,
    length: 2 * HOUR,
    events: [atWork(0, 2 * HOUR), { kind: "role changed", at: 53 * MINUTE }],
  },
  "A long lunch": {
    lifetimes: { ...lifetimes, idleTimeout: 30 * MINUTE },
    length: 6 * HOUR,
    events: [atWork(0, 3 * HOUR), atWork(255 * MINUTE, 6 * HOUR)],
  },
  "A password is changed": {
    lifetimes,
    length: 3 * HOUR,
    events: [atWork(0, 3 * HOUR), { kind: "password changed", at: 68 * MINUTE }],
  },
} satisfies Record<string, Story>;

// The answers that can be given, and what follows from them under every strategy. What an answer says for or against
// one strategy is in app/demo/words. recommend.ts only adds it up.

export const projects = ["serverless", "monolith", "microservices", "content", "office"] as const;
export const sensitivities = ["low", "medium", "high"] as const;
export const needs = [
  "kick",
  "devices",
  "roles",
  "password",
  "services",
  "rowless",
  "edge",
] as const;

/** What else the project has. It decides about no strategy, but about settings. */
export const extras = ["redis", "emails"] as const;

export type Project = (typeof projects)[number];
export type Sensitivity = (typeof sensitivities)[number];
export type Need = (typeof needs)[number];
export type Extra = (typeof extras)[number];
export type Answer = Project | Sensitivity | Need;

export interface Answers {
  project: Project;
  sensitivity: Sensitivity;
  needs: Need[];
  has?: Extra[];
  /** Sessions per user, where there is to be a limit. Absent: `deviceLimit.usual`. */
  limit?: number;
}

/** How an answer bears on a strategy, in points. A need is met with `suits` and `works`. */
export const grades = {
  suits: 2,
  works: 1,
  /** Met, but only when the current access token expires. */
  late: 0,
  costs: -1,
  risks: -4,
  /** The need stays unmet. No points outweigh that. */
  cannot: -3,
};
export type Grade = keyof typeof grades;

interface Choice {
  label: string;
  hint: string;
  /** The demo page that shows it happen. */
  shownAt?: string;
}

export const choices: Record<Answer | Extra, Choice> = {
  serverless: {
    label: "Serverless",
    hint: "Functions that come and go with the traffic.",
  },
  monolith: {
    label: "Monolith",
    hint: "One app beside its database.",
  },
  microservices: {
    label: "Microservices",
    hint: "Several services behind one sign-in.",
  },
  content: {
    label: "Content site",
    hint: "Mostly read; signing in is for comments and favourites.",
  },
  office: {
    label: "SaaS back office",
    hint: "People at work in it all day, who join, change roles and leave.",
  },

  low: {
    label: "Low sensitivity",
    hint: "A stolen session would be a nuisance.",
  },
  medium: {
    label: "Medium sensitivity",
    hint: "Names, addresses, orders.",
  },
  high: {
    label: "High sensitivity",
    hint: "Money, health, other people's secrets.",
  },

  kick: {
    label: "Kick-out",
    hint: "End someone's session from elsewhere.",
    shownAt: "/demo/sign-out-elsewhere",
  },
  devices: {
    label: "Device limit",
    hint: "So many sessions per user, and no more.",
    shownAt: "/demo/device-limit",
  },
  roles: {
    label: "Roles at once",
    hint: "A changed role counts everywhere, not only where the database is asked.",
    shownAt: "/demo/roles",
  },
  password: {
    label: "Password change ends all",
    hint: "A new password signs out every other browser.",
    shownAt: "/demo/compare",
  },
  services: {
    label: "Other services",
    hint: "An API elsewhere has to know who is calling.",
    shownAt: "/demo/service-token",
  },
  rowless: {
    label: "No database",
    hint: "Nothing is stored for sessions. People sign in through a provider.",
    shownAt: "/demo/inspector",
  },
  edge: {
    label: "Offline edge",
    hint: "Code at the edge tells who is signed in without reaching a store.",
    shownAt: "/demo/inspector",
  },

  redis: {
    label: "Redis",
    hint: "It is there anyway, or several servers share many sessions.",
  },
  emails: {
    label: "Emails",
    hint: "Links to reset a password, to sign in, to confirm an address.",
    shownAt: "/demo/mailbox",
  },
};

/** Whether meeting a need late is as bad as not meeting it, when another strategy meets it in time. */
export function isPressing(need: Need, { sensitivity }: Answers): boolean {
  return need === "roles" || sensitivity === "high";
}

/** Why Redis should answer the lookups; null where it is not worth a second store. */
export const redisFor: Record<Project, string | null> = {
  serverless: "It accepts more connections than Postgres does.",
  monolith: null,
  microservices: "It answers the lookups instead of the one table that everything shares.",
  content: null,
  office: "People click all day: it answers those lookups instead of Postgres.",
};

/** Why Redis has something to do in a project that has it. */
export const redisAnyway = "It is there: it answers most checks instead of Postgres.";

/** Why Redis should not be used although it would be worth it. */
export function redisWithheld({ sensitivity }: Answers): string | null {
  if (sensitivity !== "high") return null;
  return "Left out: whoever can write to Redis can sign in as anyone, so it is one more store to protect.";
}

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** How long an access token is accepted without asking a store, in seconds: the shortest that applies. */
export const accessAges = {
  usual: {
    seconds: 15 * 60,
    why: "None of your needs waits for its end, and a refresh every 15 minutes costs little.",
  },
  /** Where a need is met late. */
  awaited: {
    seconds: 5 * 60,
    why: "Not the usual 15 minutes: what you need takes effect when it expires.",
  },
  /** A share of the idle timeout: lib/session/policy.ts. */
  idle: {
    share: 1 / 10,
    why: "A tenth of the idle timeout, because it is the refresh that records activity.",
  },
};

/** Sessions per user, if there is a limit. */
export const deviceLimit = { usual: 3, most: 1000, why: "A computer, a phone, and one to spare." };

/** In seconds, with what decided it. */
export interface Lifetimes {
  maxAge: number;
  absolute: number;
  idle?: number;
  /** The minimum length of a password that signs in alone (NIST SP 800-63B-4 3.1.1.2). */
  password?: number;
  why: string;
}

export function lifetimesFor({ project, sensitivity }: Answers): Lifetimes {
  return lifetimes[project === "office" && sensitivity !== "high" ? "work" : sensitivity];
}

const lifetimes: Record<Sensitivity | "work", Lifetimes> = {
  low: {
    maxAge: 30 * DAY,
    absolute: 30 * DAY,
    why: "A sign-in a month is what NIST SP 800-63B recommends for the lowest level (AAL1).",
  },
  medium: {
    maxAge: 7 * DAY,
    absolute: 30 * DAY,
    why: "Whoever comes back within a week stays in, and signs in once a month (NIST AAL1).",
  },
  work: {
    maxAge: DAY,
    absolute: DAY,
    idle: HOUR,
    password: 15,
    why: "24 hours in all, and an hour without activity (NIST AAL2).",
  },
  high: {
    maxAge: 12 * HOUR,
    absolute: 12 * HOUR,
    idle: 15 * 60,
    password: 15,
    why: "The limits of the highest level: 12 hours in all, 15 minutes without activity (NIST AAL3).",
  },
};

export const presets: Record<string, Answers> = {
  "Content site": { project: "content", sensitivity: "low", needs: [] },
  Shop: { project: "serverless", sensitivity: "medium", needs: [] },
  "Internal office system": {
    project: "office",
    sensitivity: "medium",
    needs: ["kick", "devices", "roles"],
  },
  "Bank-like": {
    project: "monolith",
    sensitivity: "high",
    needs: ["kick", "roles", "password"],
  },
  "Platform with an API": {
    project: "microservices",
    sensitivity: "medium",
    needs: ["kick", "services"],
  },
};

/** What the page shows before anyone has answered. */
export const start: Answers = { project: "monolith", sensitivity: "medium", needs: [] };

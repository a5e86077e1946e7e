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

/** What else the project has. It affects the settings, not the strategy. */
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
  /** Sessions per user, if there is a limit. Undefined: `deviceLimit.usual`. */
  limit?: number;
}

/** How well a strategy fits an answer, in points. `suits` and `works` meet a need. */
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
  /** The demo page that shows it. */
  shownAt?: string;
}

export const choices: Record<Answer | Extra, Choice> = {
  serverless: {
    label: "Serverless",
    hint: "Functions that start and stop with the traffic.",
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
    hint: "Mostly reading. People sign in to comment or to save favourites.",
  },
  office: {
    label: "SaaS back office",
    hint: "People work in it all day. They join, change roles and leave.",
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
    hint: "Limit the number of sessions per user.",
    shownAt: "/demo/device-limit",
  },
  roles: {
    label: "Roles at once",
    hint: "A changed role takes effect everywhere, not only where the code asks the database.",
    shownAt: "/demo/roles",
  },
  password: {
    label: "Password change ends all",
    hint: "A new password signs out every other browser.",
    shownAt: "/demo/compare",
  },
  services: {
    label: "Other services",
    hint: "Another API must know who is calling.",
    shownAt: "/demo/service-token",
  },
  rowless: {
    label: "No database",
    hint: "Nothing is stored for sessions. People sign in through a provider.",
    shownAt: "/demo/inspector",
  },
  edge: {
    label: "Offline edge",
    hint: "Code at the edge checks sessions without a store.",
    shownAt: "/demo/inspector",
  },

  redis: {
    label: "Redis",
    hint: "You run Redis already, or several servers share many sessions.",
  },
  emails: {
    label: "Emails",
    hint: "Links to reset a password, to sign in, to confirm an address.",
    shownAt: "/demo/mailbox",
  },
};

/** Whether a need that is met late counts as unmet if another strategy meets it in time. */
export function isPressing(need: Need, { sensitivity }: Answers): boolean {
  return need === "roles" || sensitivity === "high";
}

/** Why Redis should answer the lookups. Null if a second store is not worth it. */
export const redisFor: Record<Project, string | null> = {
  serverless: "It accepts more connections than Postgres does.",
  monolith: null,
  microservices: "It answers the lookups instead of the one table that all services share.",
  content: null,
  office: "People send requests all day. Redis answers those lookups instead of Postgres.",
};

/** Why a project that runs Redis should use it here. */
export const redisAnyway = "You run it already. It answers most checks instead of Postgres.";

/** Why Redis should not be used even though it would help. */
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
    why: "None of your needs depends on its expiry, and a refresh every 15 minutes costs little.",
  },
  /** If a need is met late. */
  awaited: {
    seconds: 5 * 60,
    why: "Shorter than the usual 15 minutes, because your needs take effect only when it expires.",
  },
  /** A share of the idle timeout: lib/session/policy.ts. */
  idle: {
    share: 1 / 10,
    why: "A tenth of the idle timeout, because the refresh records activity.",
  },
};

/** Sessions per user, if there is a limit. */
export const deviceLimit = {
  usual: 3,
  most: 1000,
  why: "A computer, a phone, and one more device.",
};

/** In seconds, with the reason. */
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
    why: "NIST SP 800-63B recommends one sign-in per month for the lowest level (AAL1).",
  },
  medium: {
    maxAge: 7 * DAY,
    absolute: 30 * DAY,
    why: "People who return within a week stay signed in. They sign in once a month (NIST AAL1).",
  },
  work: {
    maxAge: DAY,
    absolute: DAY,
    idle: HOUR,
    password: 15,
    why: "24 hours in total, one hour without activity (NIST AAL2).",
  },
  high: {
    maxAge: 12 * HOUR,
    absolute: 12 * HOUR,
    idle: 15 * 60,
    password: 15,
    why: "The limits of the highest level: 12 hours in total, 15 minutes without activity (NIST AAL3).",
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

/** The answers when the page opens. */
export const start: Answers = { project: "monolith", sensitivity: "medium", needs: [] };

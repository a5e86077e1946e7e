// What this page believes: every answer, and what it says for and against each strategy.
// To disagree, edit this table. recommend.ts only adds it up.
import { type StrategyName, strategyNames } from "@/lib/env-schema";

/** Where two answer equally well, the one that stands first has fewer parts. */
export const strategies = strategyNames;

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

export type Project = (typeof projects)[number];
export type Sensitivity = (typeof sensitivities)[number];
export type Need = (typeof needs)[number];

export interface Answers {
  project: Project;
  sensitivity: Sensitivity;
  needs: Need[];
}

/** How an answer bears on a strategy, in points. A need is met with `suits` and `works`. */
export const grades = {
  suits: 2,
  works: 1,
  /** Met, but only once the access token at hand has ended. */
  late: 0,
  costs: -1,
  risks: -4,
  /** A need that stays unmet: no points make up for it. */
  cannot: -3,
};
export type Grade = keyof typeof grades;

interface Rule {
  label: string;
  hint: string;
  /** Why, as a sentence. A strategy that is missing here is neither better nor worse for it. */
  says: Partial<Record<StrategyName, [Grade, string]>>;
  /** The demo page that shows it happen. */
  shownAt?: string;
}

export const rules: Record<Project | Sensitivity | Need, Rule> = {
  serverless: {
    label: "Serverless",
    hint: "Functions that come and go with the traffic.",
    says: {
      jwt: ["suits", "A function that has just started checks the cookie without a connection."],
      database: ["costs", "Every function needs a connection, so a pooler in front of Postgres."],
      hybrid: [
        "costs",
        "Each visit after a pause starts with a refresh, which needs a connection.",
      ],
    },
  },
  monolith: {
    label: "Monolith",
    hint: "One app beside its database.",
    says: {
      database: ["suits", "The database is next door and is asked by most pages anyway."],
      hybrid: ["costs", "Two cookies and a rotation save one statement that nobody would miss."],
    },
  },
  microservices: {
    label: "Microservices",
    hint: "Several services behind one sign-in.",
    says: {
      jwt: ["works", "Traffic can grow without a session store that all of it goes through."],
      database: ["costs", "Every request, whichever part it is for, comes back to one table."],
      hybrid: ["suits", "Most requests ask no store, and sessions still end in one place."],
    },
  },
  content: {
    label: "Content site",
    hint: "Mostly read; signing in is for comments and favourites.",
    says: {
      jwt: ["suits", "Many pages, little behind the sign-in: no page waits for a session store."],
      database: ["costs", "Each page of each signed-in reader asks the database who that is."],
      hybrid: ["costs", "Two cookies and a rotation are much machinery for a list of favourites."],
    },
  },
  office: {
    label: "SaaS back office",
    hint: "People at work in it all day, who join, change roles and leave.",
    says: {
      jwt: ["costs", "Someone who leaves keeps what the cookie says until it expires."],
      database: ["suits", "Someone who leaves is out, and a new role counts, at the next request."],
      hybrid: ["works", "Someone who leaves is out when the access token ends."],
    },
  },

  low: {
    label: "Low sensitivity",
    hint: "A stolen session would be a nuisance.",
    says: {
      jwt: ["works", "Little is lost while a stolen cookie works."],
      hybrid: ["costs", "There is little here that being able to end a session would save."],
    },
  },
  medium: {
    label: "Medium sensitivity",
    hint: "Names, addresses, orders.",
    says: {
      jwt: ["costs", "A stolen cookie works until it expires, and nobody can stop it."],
      database: ["works", "A session that looks wrong can be ended."],
      hybrid: ["works", "A session that looks wrong can be ended."],
    },
  },
  high: {
    label: "High sensitivity",
    hint: "Money, health, other people's secrets.",
    says: {
      jwt: ["risks", "A stolen cookie opens everything until it expires, and nobody can stop it."],
      database: ["suits", "A stolen cookie is worth nothing from the moment its row is deleted."],
      hybrid: [
        "works",
        "A refresh token that is used twice, by a thief and you, ends the session.",
      ],
    },
  },

  kick: {
    label: "Kick-out",
    hint: "End someone's session from elsewhere.",
    says: {
      jwt: ["cannot", "There is no record of a session that could be ended."],
      database: ["suits", "Delete the row, and the next request is out."],
      hybrid: ["late", "Delete the row, and nothing is refreshed any more."],
    },
    shownAt: "/demo/sign-out-elsewhere",
  },
  devices: {
    label: "Device limit",
    hint: "So many sessions per user, and no more.",
    says: {
      jwt: ["cannot", "Sessions are written down nowhere, so nobody can count them."],
      database: ["suits", "One sign-in too many ends the oldest session."],
      hybrid: ["late", "One sign-in too many ends the oldest session's refreshes."],
    },
    shownAt: "/demo/device-limit",
  },
  roles: {
    label: "Roles at once",
    hint: "A changed role counts everywhere, not only where the database is asked.",
    says: {
      jwt: ["cannot", "The role is in the cookie, and renewals copy it. Only requireRole asks."],
      database: ["suits", "The role is read with the session, each time."],
      hybrid: ["late", "The role is in the access token. Each refresh reads it again."],
    },
    shownAt: "/demo/roles",
  },
  password: {
    label: "Password change ends all",
    hint: "A new password signs out every other browser.",
    says: {
      jwt: ["cannot", "The other cookies know nothing of the password, and no record ends them."],
      database: ["suits", "The user's other rows are deleted with the change."],
      hybrid: ["late", "The user's other rows are deleted, so those browsers cannot refresh."],
    },
    shownAt: "/demo/compare",
  },
  services: {
    label: "Other services",
    hint: "An API elsewhere has to know who is calling.",
    says: {
      jwt: [
        "works",
        "It is handed a signed token. Whoever copied the cookie can go on getting them.",
      ],
      database: [
        "works",
        "It is handed a signed token. Each call to this app looks the session up.",
      ],
      hybrid: [
        "suits",
        "However often a client calls, no store is asked, and ending one row stops it within minutes.",
      ],
    },
    shownAt: "/demo/service-token",
  },
  rowless: {
    label: "No database",
    hint: "Nothing is stored for sessions. People sign in through a provider.",
    says: {
      jwt: ["suits", "The cookie holds everything."],
      database: ["cannot", "A session is a row."],
      hybrid: ["cannot", "The refresh token hangs on a row."],
    },
    shownAt: "/demo/inspector",
  },
  edge: {
    label: "Offline edge",
    hint: "Code at the edge tells who is signed in without reaching a store.",
    says: {
      jwt: ["suits", "The secret is all it takes to read the cookie."],
      database: ["cannot", "The cookie is a random key: without the table it says nothing."],
      hybrid: ["works", "The secret reads the access token. Only a refresh goes to the origin."],
    },
    shownAt: "/demo/inspector",
  },
};

interface Traits {
  /** Where a session is kept. */
  store: string;
  /** When it is noticed that a session was ended; with an access token, that takes a lag besides. */
  noticed: string;
  /** What you give up with it, whatever you answer. */
  price: string;
  /** Whether a session is a row, which can be counted and ended. */
  rows: boolean;
  /** Whether a token is taken at its word for minutes, so that rows are not asked each time. */
  accessToken: boolean;
}

export const traits: Record<StrategyName, Traits> = {
  jwt: {
    store: "the cookie, and nowhere else",
    noticed: "never: time alone ends it",
    price:
      "Signing out deletes the cookie, not its copies: one works, and renews itself, up to the absolute limit.",
    rows: false,
    accessToken: false,
  },
  database: {
    store: "Postgres, one row per sign-in",
    noticed: "by the next request",
    price:
      "Each signed-in request waits for a store, and while that is down nobody can be checked.",
    rows: true,
    accessToken: false,
  },
  hybrid: {
    store: "an access token, and Postgres, one row per sign-in",
    noticed: "when the access token ends",
    price:
      "Two cookies to understand, a route that refreshes them, and a lag to explain to people.",
    rows: true,
    accessToken: true,
  },
};

/** Whether a need that is met late is as good as unmet, wherever another strategy meets it in time. */
export function isPressing(need: Need, { sensitivity }: Answers): boolean {
  return need === "roles" || sensitivity === "high";
}

/** Why Redis should answer the lookups of rows; null where it is not worth a second store. */
export const redisFor: Record<Project, string | null> = {
  serverless: "It bears more connections than Postgres does.",
  monolith: null,
  microservices: "It takes the lookups off the one table that everything shares.",
  content: null,
  office: "People click all day: it takes those lookups off Postgres.",
};

/** Why it should not, where it would be. */
export function redisWithheld({ sensitivity }: Answers): string | null {
  if (sensitivity !== "high") return null;
  return "Left out: whoever can write to it can sign in as anyone, so it is one more store to guard.";
}

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** How long an access token is taken at its word, in seconds: the shortest of those that apply. */
export const accessAges = {
  usual: {
    seconds: 15 * 60,
    why: "No need of yours waits for its end, and a refresh every quarter of an hour costs little.",
  },
  /** Where a need is met late. */
  awaited: {
    seconds: 5 * 60,
    why: "Not the usual 15 minutes: what you need takes effect when it ends.",
  },
  /** A share of the idle timeout: lib/session/policy.ts. */
  idle: {
    share: 1 / 10,
    why: "A tenth of the idle timeout, because it is the refresh that records activity.",
  },
};

/** Sessions per user, where there is to be a limit. */
export const deviceLimit = { sessions: 3, why: "A computer, a phone, and one to spare." };

/** In seconds, with what decided it. */
export interface Lifetimes {
  maxAge: number;
  absolute: number;
  idle?: number;
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
    why: "24 hours in all, and an hour without activity (NIST AAL2).",
  },
  high: {
    maxAge: 12 * HOUR,
    absolute: 12 * HOUR,
    idle: 15 * 60,
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

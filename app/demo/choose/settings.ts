// What goes with a recommended strategy: stores, lifetimes, and the lines for .env.
import type { Candidate } from "./recommend";
import {
  type Answers,
  accessAges,
  deviceLimit,
  type Extra,
  type Lifetimes,
  lifetimesFor,
  redisAnyway,
  redisFor,
  redisWithheld,
} from "./rules";

export interface Settings {
  lifetimes: Lifetimes;
  /** Why Redis is recommended. Null if it is not worth it. */
  redis: string | null;
  /** Why Redis is left out even though it would help. */
  noRedis: string | null;
  /** With an access token: for how long it may miss an ended session or a changed role. */
  access: { seconds: number; why: string } | null;
  /** Set if sessions are counted. */
  devices: { sessions: number; why: string } | null;
  /** Names and values, in the order of the lines. The reader fills in empty values. */
  env: Record<string, string | number>;
}

export function settingsFor(answers: Answers, { option, givesUp }: Candidate): Settings {
  const { strategy, says, stored, asksStore, accessToken } = option;
  const wants = (need: Answers["needs"][number]) => answers.needs.includes(need);
  const ages = lifetimesFor(answers);
  const has = (extra: Extra) => Boolean(answers.has?.includes(extra));
  const worthIt = asksStore
    ? (redisFor[answers.project] ?? (has("redis") ? redisAnyway : null))
    : null;
  const noRedis = worthIt && !has("redis") ? redisWithheld(answers) : null;
  const redis = noRedis ? null : worthIt;
  const access = accessToken ? accessAge(ages, givesUp) : null;
  const counted = wants("devices") && says.devices?.[0] !== "cannot";
  const devices = counted ? toDevices(answers) : null;
  const hasDatabase = stored || !wants("rowless");

  return {
    lifetimes: ages,
    redis,
    noRedis,
    access,
    devices,
    env: {
      AUTH_STRATEGY: strategy,
      ...(hasDatabase
        ? { DATABASE_URL: "postgresql://user:password@localhost:5432/app" }
        : { AUTH_GITHUB_ID: "", AUTH_GITHUB_SECRET: "" }),
      ...(redis && { REDIS_URL: "redis://localhost:6379" }),
      SESSION_MAX_AGE: ages.maxAge,
      SESSION_ABSOLUTE_MAX_AGE: ages.absolute,
      ...(ages.idle && { SESSION_IDLE_TIMEOUT: ages.idle }),
      ...(ages.password && hasDatabase && { PASSWORD_MIN_LENGTH: ages.password }),
      ...(devices && { SESSION_DEVICE_LIMIT: devices.sessions }),
      ...(access && { ACCESS_TOKEN_MAX_AGE: access.seconds }),
      ...(wants("services") && { TOKEN_AUDIENCES: "https://service.example.com" }),
      ...(has("emails") && hasDatabase && { SMTP_URL: "", EMAIL_FROM: "" }),
      ...(stored && answers.project === "serverless" && { CRON_SECRET: "" }),
    },
  };
}

function toDevices({ limit = deviceLimit.usual }: Answers) {
  return {
    sessions: limit,
    why: limit === deviceLimit.usual ? deviceLimit.why : "The number that you entered.",
  };
}

function accessAge({ idle }: Lifetimes, givesUp: Candidate["givesUp"]) {
  const isAwaited = givesUp.some(({ grade }) => grade === "late");
  const age = isAwaited ? accessAges.awaited : accessAges.usual;
  const recorded = idle ? idle * accessAges.idle.share : Infinity;
  return recorded < age.seconds ? { seconds: recorded, why: accessAges.idle.why } : age;
}

/** The lines for a .env file. */
export function toLines(env: Settings["env"]): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

// What goes with a recommended strategy: stores, lifetimes, and the lines for .env.
import type { Candidate } from "./recommend";
import {
  type Answers,
  accessAges,
  deviceLimit,
  type Lifetimes,
  lifetimesFor,
  redisFor,
  redisWithheld,
} from "./rules";

export interface Settings {
  lifetimes: Lifetimes;
  /** Why Redis; null where it is not worth it. */
  redis: string | null;
  /** Why no Redis, where it would be worth it. */
  noRedis: string | null;
  /** Where there is an access token: how long it may miss an ended session or a changed role. */
  access: { seconds: number; why: string } | null;
  /** Where sessions are counted. */
  devices: typeof deviceLimit | null;
  /** Names and values, in the order in which to write them; an empty one is to be filled in. */
  env: Record<string, string | number>;
}

export function settingsFor(answers: Answers, { option, givesUp }: Candidate): Settings {
  const { strategy, says, stored, asksStore, accessToken } = option;
  const wants = (need: Answers["needs"][number]) => answers.needs.includes(need);
  const ages = lifetimesFor(answers);
  const worthIt = asksStore ? redisFor[answers.project] : null;
  const noRedis = worthIt && redisWithheld(answers);
  const redis = noRedis ? null : worthIt;
  const access = accessToken ? accessAge(ages, givesUp) : null;
  const devices = wants("devices") && says.devices?.[0] !== "cannot" ? deviceLimit : null;
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
      ...(devices && { SESSION_DEVICE_LIMIT: devices.sessions }),
      ...(access && { ACCESS_TOKEN_MAX_AGE: access.seconds }),
      ...(wants("services") && { TOKEN_AUDIENCES: "https://service.example.com" }),
      ...(stored && answers.project === "serverless" && { CRON_SECRET: "" }),
    },
  };
}

function accessAge({ idle }: Lifetimes, givesUp: Candidate["givesUp"]) {
  const isAwaited = givesUp.some(({ grade }) => grade === "late");
  const age = isAwaited ? accessAges.awaited : accessAges.usual;
  const recorded = idle ? idle * accessAges.idle.share : Infinity;
  return recorded < age.seconds ? { seconds: recorded, why: accessAges.idle.why } : age;
}

/** As they stand in a .env file. */
export function toLines(env: Settings["env"]): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

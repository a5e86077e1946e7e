// What the environment may say. To add a variable: add it here, with the remedy in its message, and
// to .env.example. Nothing here knows what a strategy does, only which names there are.
import { z } from "zod";
import { databaseUrlProblem, redisUrlProblem } from "./env-urls";
import { type StrategyName, strategies, strategyNames } from "./session/strategies";

const DAY = 24 * 60 * 60;
const newSecret = `make one with: node -p "crypto.randomBytes(32).toString('base64')"`;
const providers = [
  ["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"],
  ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"],
];

const text = z.string().optional();
const url = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `is not a URL of the right kind → for example ${example}` });
/** `problem` says what is wrong with a value, and the remedy. */
const checked = (problem: (value: string) => string | undefined) =>
  z.string("is missing → set it, as .env.example says").superRefine((value, context) => {
    const message = problem(value);
    if (message) context.addIssue({ code: "custom", message });
  });
const count = (of: string, example: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,9}$/, `is not a positive whole number of ${of} → for example ${example}`)
    .transform(Number);
const seconds = (standard: number) => count("seconds", standard).default(standard);
const flag = z
  .enum(["true", "1", "false", "0"], "is neither true nor false → write one of them")
  .default("false")
  .transform((value) => value === "true" || value === "1");
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(z.string().regex(/^\S+$/, "has a space inside an entry → put commas between entries")),
  );

const schema = z.object({
  // #region keep
  AUTH_STRATEGY: z
    .enum(
      strategyNames as [StrategyName, ...StrategyName[]],
      `is not a strategy → use one of: ${strategyNames.join(", ")}`,
    )
    .default("jwt"),
  // #endregion
  /** Newest first: the first one encrypts, all of them decrypt. */
  AUTH_SECRET: z.array(
    z.string().refine((secret) => secret.length >= 32 && new Set(secret).size >= 10, {
      error: `is too weak: 32 random characters at least → ${newSecret}`,
    }),
  ),
  AUTH_URL: url(/^https?$/, "https://example.com").optional(),
  AUTH_TRUST_HOST: flag,
  /** How many proxies each request comes through: the client's address is that many from the right. */
  TRUSTED_PROXY_COUNT: z
    .string()
    .regex(/^\d$/, "is not a number of proxies from 0 to 9 → for example 1")
    .default("1")
    .transform(Number),
  AUTH_GITHUB_ID: text,
  AUTH_GITHUB_SECRET: text,
  AUTH_OIDC_ISSUER: url(/^https?$/, "https://accounts.example.com").optional(),
  AUTH_OIDC_ID: text,
  AUTH_OIDC_SECRET: text,
  /** What is asked of the OpenID Connect provider. */
  AUTH_OIDC_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'does not have openid in it → for example "openid profile email"')
    .default("openid profile email"),
  /** What a scheduler shows to /api/cron/cleanup. Unset, nobody can call it. */
  CRON_SECRET: z
    .string()
    .min(16, `is too short: 16 random characters at least → ${newSecret}`)
    .optional(),
  /** Adds a Server-Timing header to /api/me. */
  AUTH_TIMING: flag,
  /** The services that `POST /api/token` makes tokens for. */
  TOKEN_AUDIENCES: list,
  /** Characters that a new password must have. */
  PASSWORD_MIN_LENGTH: z
    .string()
    .regex(/^([89]|[1-5]\d|6[0-4])$/, "is not a number of characters from 8 to 64 → for example 15")
    .default("8")
    .transform(Number),
  DATABASE_URL: checked(databaseUrlProblem).optional(),
  /** Postgres itself, for migrations, where DATABASE_URL leads to a pooler. */
  DIRECT_URL: checked(databaseUrlProblem).optional(),
  /** Connections that one server has open to the database, at most. */
  DATABASE_POOL_SIZE: count("connections", 10).default(10),
  /** Copies of sessions, so that a check costs no SQL. */
  REDIS_URL: checked(redisUrlProblem).optional(),
  /** Seconds that a session lives without a renewal. */
  SESSION_MAX_AGE: seconds(7 * DAY),
  /** Seconds after which an active session is renewed. */
  SESSION_UPDATE_AGE: seconds(DAY),
  /** Seconds after signing in that no activity gets past (ASVS 7.3.2). */
  SESSION_ABSOLUTE_MAX_AGE: seconds(30 * DAY),
  /** Seconds without activity after which a session ends (ASVS 7.3.1). Unset: SESSION_MAX_AGE alone. */
  SESSION_IDLE_TIMEOUT: count("seconds", 1800).optional(),
  /** How many sessions a user may have at once; absent for any number. */
  SESSION_DEVICE_LIMIT: z
    .string()
    .regex(
      /^(0|[1-9]\d{0,9})$/,
      "is not a whole number of sessions → for example 3, or 0 for any number",
    )
    .default("50")
    .transform((value) => Number(value) || undefined),
  /** Seconds that an access token is taken at its word. */
  ACCESS_TOKEN_MAX_AGE: seconds(15 * 60),
  /** Seconds in which a refresh token that was used may be shown again, as parallel requests do. */
  REFRESH_REUSE_GRACE: seconds(10),
  /** Whether /demo is there. `npm run demo` and `npm run dev` set it. */
  DEMO: flag,
  NODE_ENV: text,
  /** Set by the platform: Vercel's proxy can be trusted with the host. */
  VERCEL: flag,
});

export type Env = z.output<typeof schema>;
type Source = Record<string, string | undefined>;

const isSet = ([, value]: [string, unknown]) => Boolean(value);
const listProblems = (error: z.ZodError | undefined) => [
  ...new Set(error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`)),
];

/** What scripts need that open the database, and nothing else of the app. Like `parseEnv`. */
export function parseDatabaseUrls(
  source: Source,
): { env: Pick<Env, "DATABASE_URL" | "DIRECT_URL"> } | { problems: string[] } {
  const set = Object.fromEntries(Object.entries(source).filter(isSet));
  const result = schema.pick({ DATABASE_URL: true, DIRECT_URL: true }).safeParse(set);
  return result.success ? { env: result.data } : { problems: listProblems(result.error) };
}

/**
 * Reads the settings from `source`, where an empty string counts as unset.
 * Lists every problem at once, each as `VARIABLE problem → remedy`; a value is never repeated.
 */
export function parseEnv(source: Source): { env: Env } | { problems: string[] } {
  const set = Object.fromEntries(Object.entries(source).filter(isSet));
  const { AUTH_SECRET, AUTH_SECRET_1, AUTH_SECRET_2, AUTH_SECRET_3 } = set;
  const secrets = [AUTH_SECRET_3, AUTH_SECRET_2, AUTH_SECRET_1, ...(AUTH_SECRET?.split(",") ?? [])];
  const result = schema.safeParse({
    ...set,
    AUTH_SECRET: secrets.filter(Boolean).map((secret) => secret?.trim()),
  });

  const problems = listProblems(result.error);
  if (!secrets.some(Boolean)) problems.push(`AUTH_SECRET is missing → ${newSecret}`);
  // #region keep
  const strategy = strategyNames.find((name) => name === set.AUTH_STRATEGY);
  const { needs } = strategies[strategy ?? "jwt"];
  if (needs.length > 0 && !needs.some((name) => set[name]))
    problems.push(
      `${needs.join(" or ")} is missing, and AUTH_STRATEGY=${strategy} keeps its sessions there → set it, or use AUTH_STRATEGY=jwt`,
    );
  // #endregion
  for (const group of providers) {
    const missing = group.filter((name) => !set[name]);
    if (missing.length > 0 && missing.length < group.length)
      for (const name of missing)
        problems.push(`${name} is missing → set all of ${group.join(", ")}, or none of them`);
  }
  return result.success && problems.length === 0 ? { env: result.data } : { problems };
}

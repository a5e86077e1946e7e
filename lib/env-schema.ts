// The schema of the environment. To add a variable, add it here, with the fix in its message, and to .env.example.
// #region keep
// This file knows only the names of the strategies, not what they do.
// #endregion
import { z } from "zod";
import { acceptedNames, problemsOf } from "../features/move/accepted";
import {
  newSigningKey,
  signingKeyProblem,
  signingKeys,
  tokenAlgorithms,
} from "../features/service-tokens/settings";
import { emailFromProblem, smtpUrlProblem } from "./env-email";
import { databaseUrlProblem, redisUrlProblem } from "./env-urls";
import { type StrategyName, strategies, strategyNames } from "./session/strategies";

const DAY = 24 * 60 * 60;
const newSecret = `make one with: node -p "crypto.randomBytes(32).toString('base64')"`;

const text = z.string().optional();

/**
 * The providers that Auth.js knows, as their variables `AUTH_<NAME>_ID` and `AUTH_<NAME>_SECRET` name them. auth.config.ts
 * has a line for each.
 */
export const providerNames = ["GITHUB", "GOOGLE", "MICROSOFT_ENTRA_ID", "APPLE"] as const;
export type ProviderName = (typeof providerNames)[number];

const idAndSecret = (name: string) => [`AUTH_${name}_ID`, `AUTH_${name}_SECRET`];
const providerVariables = Object.fromEntries(
  providerNames.flatMap(idAndSecret).map((variable) => [variable, text]),
) as Record<`AUTH_${ProviderName}_${"ID" | "SECRET"}`, typeof text>;
/** Either all settings of a group are set, or none. `optional` has no effect without them. */
const groups: { all: string[]; optional?: string }[] = [
  ...providerNames.map((name) => ({
    all: idAndSecret(name),
    optional: name === "MICROSOFT_ENTRA_ID" ? `AUTH_${name}_ISSUER` : undefined,
  })),
  { all: ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"] },
];

const url = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `is not a URL of the right kind → for example ${example}` });
/** `problem` returns the problem of a value, with the fix. */
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
  /** Strategies whose sessions are still accepted, and exchanged for one of AUTH_STRATEGY (features/move). */
  AUTH_STRATEGY_ALSO: list.transform(acceptedNames),
  // #endregion
  /** Newest first: the first one encrypts, all of them decrypt. */
  AUTH_SECRET: z.array(
    z.string().refine((secret) => secret.length >= 32 && new Set(secret).size >= 10, {
      error: `is too weak: 32 random characters at least → ${newSecret}`,
    }),
  ),
  /** A path, which Auth.js once required (`/api/auth`), is removed: the app is at the root of its site. */
  AUTH_URL: url(/^https?$/, "https://example.com")
    .transform((value) => new URL(value).origin)
    .optional(),
  AUTH_TRUST_HOST: flag,
  /** The number of proxies that each request passes: the client's address is that many entries from the right. */
  TRUSTED_PROXY_COUNT: z
    .string()
    .regex(/^\d$/, "is not a number of proxies from 0 to 9 → for example 1")
    .default("1")
    .transform(Number),
  ...providerVariables,
  /** The tenant. Unset: every Microsoft account, of any organisation. */
  AUTH_MICROSOFT_ENTRA_ID_ISSUER: url(
    /^https?$/,
    "https://login.microsoftonline.com/TENANT/v2.0",
  ).optional(),
  AUTH_OIDC_ISSUER: url(/^https?$/, "https://accounts.example.com").optional(),
  AUTH_OIDC_ID: text,
  AUTH_OIDC_SECRET: text,
  /** The scope requested from the OpenID Connect provider. */
  AUTH_OIDC_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'does not have openid in it → for example "openid profile email"')
    .default("openid profile email"),
  // #region postgres
  /** The secret that a scheduler sends to /api/cron/cleanup. If unset, nobody can call this route. */
  CRON_SECRET: z
    .string()
    .min(16, `is too short: 16 random characters at least → ${newSecret}`)
    .optional(),
  // #endregion
  /** Adds a Server-Timing header to /api/me. */
  AUTH_TIMING: flag,
  /** The services that `POST /api/token` makes tokens for. */
  TOKEN_AUDIENCES: list,
  /** The signature algorithm of these tokens. */
  TOKEN_ALGORITHM: z
    .enum(tokenAlgorithms, `is not an algorithm → use one of: ${tokenAlgorithms.join(", ")}`)
    .default("EdDSA"),
  /** For RS256, newest first: the first key signs, the public keys of all are published. */
  TOKEN_SIGNING_KEY: checked(signingKeyProblem).transform(signingKeys).optional(),
  /** The minimum number of characters of a new password. */
  PASSWORD_MIN_LENGTH: z
    .string()
    .regex(/^([89]|[1-5]\d|6[0-4])$/, "is not a number of characters from 8 to 64 → for example 15")
    .default("8")
    .transform(Number),
  DATABASE_URL: checked(databaseUrlProblem).optional(),
  /** The address of Postgres itself, for migrations, if DATABASE_URL is the address of a pooler. */
  DIRECT_URL: checked(databaseUrlProblem).optional(),
  /** The most connections that one server opens to the database. */
  DATABASE_POOL_SIZE: count("connections", 10).default(10),
  /** Copies of sessions, so that a check costs no SQL. */
  REDIS_URL: checked(redisUrlProblem).optional(),
  /** Seconds after which a session ends without a renewal. */
  SESSION_MAX_AGE: seconds(7 * DAY),
  /** Seconds after which an active session is renewed. */
  SESSION_UPDATE_AGE: seconds(DAY),
  /** Seconds after signing in at which a session ends even if it is active (ASVS 7.3.2). */
  SESSION_ABSOLUTE_MAX_AGE: seconds(30 * DAY),
  /** The same for a session without "Keep me signed in". */
  SESSION_SHORT_MAX_AGE: seconds(DAY / 2),
  /** Seconds without activity after which a session ends (ASVS 7.3.1). Unset: no idle limit. */
  SESSION_IDLE_TIMEOUT: count("seconds", 1800).optional(),
  /** How many sessions a user may have at once. Absent: no limit. */
  SESSION_DEVICE_LIMIT: z
    .string()
    .regex(
      /^(0|[1-9]\d{0,9})$/,
      "is not a whole number of sessions → for example 3, or 0 for any number",
    )
    .default("50")
    .transform((value) => Number(value) || undefined),
  /** Seconds that an access token is accepted without asking the database. */
  ACCESS_TOKEN_MAX_AGE: seconds(15 * 60),
  /** Seconds that a used refresh token is accepted again, for parallel requests. */
  REFRESH_REUSE_GRACE: seconds(10),
  /** The mail server. */
  SMTP_URL: checked(smtpUrlProblem).optional(),
  /** The sender of mails. */
  EMAIL_FROM: checked(emailFromProblem).optional(),
  /** The collector of OpenTelemetry. Unset: nothing is measured, and nothing of it is loaded. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, "http://localhost:4318").optional(),
  /** One object of JSON per line, with the id of the request. */
  LOG_FORMAT: z.enum(["text", "json"], "is not a format → use text or json").default("text"),
  /** Whether /demo is on. `npm run demo` and `npm run dev` set it. */
  DEMO: flag,
  NODE_ENV: text,
  /** The port on which this server listens: Next.js sets it. */
  PORT: text,
  /** Set by the platform: Vercel's proxy can be trusted with the host. */
  VERCEL: flag,
});

export type Env = z.output<typeof schema>;
type Source = Record<string, string | undefined>;

/** The settings that are set. Docker's `--env-file` keeps the quotes around a value; they are removed here. */
const readSettings = (source: Source): Source =>
  Object.fromEntries(
    Object.entries(source)
      .map(([name, value = ""]) => [name, value.replace(/^(["'])(.*)\1$/s, "$2")])
      .filter(([, value]) => value),
  );
const listProblems = (error: z.ZodError | undefined) => [
  ...new Set(error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`)),
];

/** Like `parseEnv`, but only for scripts that open the database. Migrations need only one of the two URLs. */
export function parseDatabaseUrls(
  source: Source,
): { env: Partial<Pick<Env, "DATABASE_URL" | "DIRECT_URL">> } | { problems: string[] } {
  const result = schema
    .pick({ DATABASE_URL: true, DIRECT_URL: true })
    .partial()
    .safeParse(readSettings(source));
  return result.success ? { env: result.data } : { problems: listProblems(result.error) };
}

/**
 * Reads the settings from `source`, where an empty string counts as unset, and quotes around a value are removed.
 * Lists every problem at once, each as `VARIABLE problem → fix`. Never repeats a value.
 */
export function parseEnv(source: Source): { env: Env } | { problems: string[] } {
  const set = readSettings(source);
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
  const also = (set.AUTH_STRATEGY_ALSO ?? "").split(",").map((name) => name.trim());
  problems.push(
    ...problemsOf(also.filter(Boolean), set.AUTH_STRATEGY ?? "jwt", (name) => Boolean(set[name])),
  );
  // #endregion
  // #region email
  if (set.SMTP_URL && !set.EMAIL_FROM)
    problems.push(
      "EMAIL_FROM is missing, and SMTP_URL is set → set it to the sender of mails, for example no-reply@example.com",
    );
  // #endregion
  // #region service-tokens
  if (set.TOKEN_ALGORITHM === "RS256" && !set.TOKEN_SIGNING_KEY)
    problems.push(
      `TOKEN_SIGNING_KEY is missing, and TOKEN_ALGORITHM=RS256 needs it → ${newSigningKey}`,
    );
  if (set.TOKEN_ALGORITHM !== "RS256" && set.TOKEN_SIGNING_KEY)
    problems.push(
      "TOKEN_SIGNING_KEY is set, but only RS256 uses it → set TOKEN_ALGORITHM=RS256, or remove the key",
    );
  // #endregion
  for (const { all, optional = "" } of groups) {
    const missing = all.filter((name) => !set[name]);
    if (missing.length === all.length && !set[optional]) continue;
    const none = missing.length === all.length ? `, or remove ${optional}` : ", or none of them";
    for (const name of missing)
      problems.push(`${name} is missing → set all of ${all.join(", ")}${none}`);
  }
  return result.success && problems.length === 0 ? { env: result.data } : { problems };
}

import { type BetterAuthOptions, betterAuth } from "better-auth";
import { pool } from "./pool";

export const options = {
  database: pool,
  baseURL: "http://localhost",
  secret: process.env.AUTH_SECRET,
  telemetry: { enabled: false },
} satisfies BetterAuthOptions;

/** With its defaults: every reading queries the database. */
export const onDatabase = betterAuth(options);

/** With the cookie cache in the compact form. The default lifetime of five minutes would end during the run. */
export const onCookie = betterAuth({
  ...options,
  session: { cookieCache: { enabled: true, maxAge: 24 * 60 * 60, strategy: "compact" } },
});

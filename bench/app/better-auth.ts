import { type BetterAuthOptions, betterAuth } from "better-auth";
import { pool } from "./pool";

export const options = {
  database: pool,
  baseURL: "http://localhost",
  secret: process.env.AUTH_SECRET,
  telemetry: { enabled: false },
} satisfies BetterAuthOptions;

/** As it comes: every reading asks the database. */
export const onDatabase = betterAuth(options);

/** With its cookie cache, in the compact form. Its usual five minutes would end within the run. */
export const onCookie = betterAuth({
  ...options,
  session: { cookieCache: { enabled: true, maxAge: 24 * 60 * 60, strategy: "compact" } },
});

// Signing in from a program: the email, the password and the limits of the sign-in form, and no cookie.
import "server-only";
import { CredentialsSignin } from "next-auth";
import { verifyCredentials } from "../../lib/accounts/credentials";
import { signInAs } from "../../lib/accounts/sign-in";
import { explainError } from "../../lib/accounts/sign-in-errors";
import { TooManyAttempts } from "../../lib/accounts/sign-in-limit";
import { limitDatabaseWait } from "../../lib/database/request-limit";
import { env } from "../../lib/env";
import { SignInRefused } from "../../lib/errors";
import { refuseForeign } from "../../lib/http/foreign";
import { isFromThisSite } from "../../lib/http/origin";
import { answerFaults, json } from "../../lib/http/respond";
import type { SessionStrategy } from "../../lib/session/strategy";
import { answerTokens, readJson } from "./answer";
import { challenge, withoutCookies } from "./request";

/** Seconds until a count of wrong passwords starts again (lib/accounts/sign-in-limit.ts). */
const RETRY_AFTER = "900";

/**
 * `POST /api/session` with JSON `{ email, password }`. 200 with tokens; 400 for another body, 401 for a wrong email or
 * password, 403 for a disabled user or a foreign Origin, 415 for what is not JSON, 429 after too many wrong passwords,
 * 501 without a database, 503 when it could not be checked. If the request has a token, that session ends (ASVS 7.2.4).
 */
export const answerSignIn = (strategy: SessionStrategy, request: Request): Promise<Response> =>
  answerFaults((bounded: Request) => limitDatabaseWait(() => signIn(strategy, bounded)))(request);

async function signIn(strategy: SessionStrategy, request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return refuseForeign(request);
  if (!env.DATABASE_URL)
    return json({ error: "no passwords", message: "Passwords need DATABASE_URL." }, 501);
  const body = await readJson(request);
  if (!body)
    return json({ error: "not JSON", message: "Send Content-Type: application/json." }, 415);
  const { email, password } = body;
  if (typeof email !== "string" || typeof password !== "string")
    return json({ error: "bad request", message: 'Send { "email": "…", "password": "…" }.' }, 400);

  // Cookies are ignored, so that no browser counts as known here.
  const parts = withoutCookies(strategy, request.headers);
  try {
    const user = await verifyCredentials({ email, password }, parts);
    if (!user) throw new CredentialsSignin();
    const { passwordSetAt } = user;
    const how = { method: "password", by: "password, for a program", passwordSetAt };
    return answerTokens(await signInAs(strategy, parts, user, how));
  } catch (error) {
    return refuse(error, parts.headers);
  }
}

/** The same answer whether or not the account exists. Only someone who knows the password learns that the user is disabled. */
function refuse(error: unknown, headers: Headers): Response {
  if (error instanceof TooManyAttempts)
    return refusal(429, "too-many-attempts", "too-many-attempts", { "Retry-After": RETRY_AFTER });
  if (error instanceof SignInRefused && error.reason === "disabled")
    return refusal(403, "access-denied", "AccessDenied");
  if (error instanceof SignInRefused || error instanceof CredentialsSignin)
    return refusal(401, "wrong-credentials", "CredentialsSignin", challenge(headers));
  throw error;
}

function refusal(status: number, error: string, code: string, headers = {}): Response {
  const { title, remedy } = explainError(code);
  return json({ error, message: `${title} ${remedy}` }, status, headers);
}

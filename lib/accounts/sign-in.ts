import "server-only";
import { audit } from "../../features/audit/audit";
import { SignInRefused } from "../errors";
import { clientAddress } from "../http/client-address";
import type { RequestParts } from "../session/cookie";
import { beginSession } from "../session/lifecycle";
import type { IssuedSession, SessionStrategy, SessionUser } from "../session/strategy";
import { rememberBrowser } from "./known-browser";

interface How {
  /** "password", the id of a provider, or the name of another way. */
  method: string;
  /** For the audit trail, instead of the method: a fixed text of ours. */
  by?: string;
  /** Since when the password that was checked has been valid (ms since the epoch); absent without a password. */
  passwordSetAt?: number;
  /** Without "Keep me signed in". */
  short?: true;
}

/**
 * Begins a session for a user whose identity has just been verified, and records it. A refusal (SignInRefused) is
 * recorded too. Throws StoreUnavailable.
 */
export async function signInAs(
  strategy: SessionStrategy,
  request: RequestParts,
  user: SessionUser,
  { method, by = method, passwordSetAt, short }: How,
): Promise<IssuedSession> {
  const ip = clientAddress(request.headers);
  try {
    const issued = await beginSession(strategy, request, user, { passwordSetAt, short, method });
    if (passwordSetAt !== undefined && user.email) await rememberBrowser(user.email, request);
    const facts = { userId: user.id, actorId: user.id, sessionId: issued.id, ip };
    await audit("signed-in", { ...facts, detail: `by ${by}` });
    return issued;
  } catch (error) {
    if (error instanceof SignInRefused)
      await audit("sign-in-failed", { userId: user.id, ip, detail: error.reason });
    throw error;
  }
}

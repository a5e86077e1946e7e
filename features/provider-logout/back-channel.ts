// OpenID Connect Back-Channel Logout 1.0: a provider notifies this server directly that a user has signed out there.
import "server-only";
import { clearCount, count } from "../../lib/accounts/counters";
import { endAndAudit } from "../../lib/accounts/end-sessions";
import { env } from "../../lib/env";
import { ProviderUnavailable } from "../../lib/errors";
import { clientAddress } from "../../lib/http/client-address";
import { answerFaults } from "../../lib/http/respond";
import { log } from "../../lib/log";
import type { SessionStrategy } from "../../lib/session/strategy";
import { hashToken } from "../../lib/session/tokens/reference-token";
import { audit } from "../audit/audit";
import { type EndedLogin, forgetLogins, sessionsOfLogin } from "./logins";
import { InvalidLogoutToken, LIFETIME, verifyLogoutToken } from "./logout-token";

/**
 * Ends the sessions that began with the login of the logout token, and answers 200. 400 for a token that is not valid or
 * was used before, 501 where no session can be ended, 503 if the database or the provider's keys were not available.
 */
export const answerBackChannelLogout = (
  strategy: SessionStrategy,
): ((request: Request) => Promise<Response>) =>
  answerFaults(async (request: Request) => {
    const { revocation } = strategy;
    if (!revocation || !env.DATABASE_URL)
      return refuse(501, "unsupported", "This app cannot end a session before it expires.");
    const token = (await request.formData().catch(() => new FormData())).get("logout_token");
    if (typeof token !== "string")
      return refuse(400, "invalid_request", "A form with a logout_token is needed.");
    try {
      const { jti, ...ended } = await verifyLogoutToken(token);
      const used = `logout-token:${await hashToken(`${ended.provider} ${jti}`)}`;
      if ((await count(used, 2 * LIFETIME)) > 1)
        return refuse(400, "invalid_request", "This logout token was used before.");
      try {
        await endLogin(revocation, ended, clientAddress(request.headers));
      } catch (error) {
        // So that the provider can send it again.
        await clearCount(used).catch(() => {});
        throw error;
      }
      return new Response(null, { headers: NO_STORE });
    } catch (error) {
      if (error instanceof InvalidLogoutToken)
        return refuse(400, "invalid_request", "The logout token is not valid.");
      if (!(error instanceof ProviderUnavailable)) throw error;
      log.warn("[providers]", error);
      return refuse(503, "unavailable", "The provider's keys could not be read.");
    }
  });

async function endLogin(
  revocation: NonNullable<SessionStrategy["revocation"]>,
  ended: EndedLogin,
  ip?: string,
): Promise<void> {
  const sessions = await sessionsOfLogin(ended);
  for (const { userId, sessionId } of sessions)
    await endAndAudit(
      async () => Number(await revocation.end(userId, sessionId)),
      () => audit("session-ended-by-provider", { userId, sessionId, ip, detail: ended.provider }),
    );
  await forgetLogins(sessions.map(({ sessionId }) => sessionId));
}

const NO_STORE = { "Cache-Control": "no-store" };

/** Errors have the format of OAuth (Back-Channel Logout 2.8). */
const refuse = (status: number, error: string, error_description: string) =>
  Response.json({ error, error_description }, { status, headers: NO_STORE });

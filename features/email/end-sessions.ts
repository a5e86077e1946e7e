// Used after a mailed link has shown that the address belongs to the user.
import "server-only";
import { endAndAudit } from "../../lib/accounts/end-sessions";
import type { SessionStrategy } from "../../lib/session/strategy";
import { audit } from "../audit/audit";
import { endWaiting } from "../move";

/** Ends all sessions of the user, if the strategy can end sessions. */
export async function endSessions(
  userId: string,
  strategy: SessionStrategy,
  ip?: string,
): Promise<void> {
  const { revocation } = strategy;
  await endWaiting(strategy, userId);
  if (!revocation) return;
  await endAndAudit(
    async () => (await revocation.endAll(userId)) ?? "all",
    (ended) =>
      audit("session-ended-by-password-reset", {
        userId,
        ip,
        detail: ended === "all" ? "all" : `${ended} in all`,
      }),
  );
}

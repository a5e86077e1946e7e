// Used after a mailed link has shown that the address belongs to the user.
import "server-only";
import { endAndAudit } from "../../lib/accounts/end-sessions";
import type { SessionStrategy } from "../../lib/session/strategy";
import { audit } from "../audit/audit";

/** Ends all sessions of the user, if the strategy can end sessions. */
export async function endSessions(
  userId: string,
  { revocation }: SessionStrategy,
  ip?: string,
): Promise<void> {
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

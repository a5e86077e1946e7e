import "server-only";
import { askDatabase } from "../database/client";
import { env } from "../env";
import { isRecent, RECENT } from "../session/recent";
import type { Session, SessionStrategy } from "../session/strategy";

/**
 * Whether the user of `session` signed in within the last `within` seconds. A new password ends all earlier sessions, and so
 * does a mailed link that confirms the address. A strategy that cannot end sessions cannot do this. Under it, an earlier
 * session does not count as recent. `now` is in ms since the epoch. Throws StoreUnavailable.
 */
export async function signedInRecently(
  strategy: Pick<SessionStrategy, "revocation">,
  { user, authTime }: Pick<Session, "user" | "authTime">,
  { now = Date.now(), within = RECENT } = {},
): Promise<boolean> {
  if (!isRecent({ authTime }, now, within)) return false;
  if (strategy.revocation || !env.DATABASE_URL) return true;
  const found = await askDatabase(({ prisma }) =>
    prisma.user.findUnique({
      where: { id: user.id },
      select: { emailVerified: true, password: { select: { updatedAt: true } } },
    }),
  );
  const changes = [found?.emailVerified, found?.password?.updatedAt];
  return changes.every((at) => !at || at.getTime() <= authTime);
}

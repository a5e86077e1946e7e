// Ends sessions on request of a user, or of an admin.
import "server-only";
import { refresh } from "next/cache";
import { strategy } from "@/auth";
import { auditBy } from "../../features/audit/audit";
import { CopiesRemain } from "../errors";
import type { FormResult } from "../forms/form-result";
import type { SessionUser } from "../session/strategy";

interface Chosen {
  userId: string;
  /** If absent, all of the user's sessions. */
  sessionId?: string;
  /** The one that stays, if all are ended. */
  exceptId?: string;
}

/**
 * Ends the sessions, and records who ended them. Returns how many ended ("all" if they are not counted), or null if the
 * strategy cannot end sessions.
 */
export async function endChosen(chosen: Chosen, by: SessionUser): Promise<number | "all" | null> {
  if (!strategy.revocation) return null;
  const { userId, sessionId, exceptId } = chosen;
  const isAll = sessionId === undefined;
  const { end, endAll } = strategy.revocation;
  const event = by.id === userId ? "session-ended-by-user" : "session-ended-by-admin";
  return endAndAudit(
    async () =>
      isAll ? ((await endAll(userId, exceptId)) ?? "all") : Number(await end(userId, sessionId)),
    (ended) => {
      const detail = ended === "all" ? "all" : `${ended} in all`;
      return auditBy(by, event, { userId, ...(isAll ? { detail } : { sessionId }) });
    },
  );
}

/**
 * Ends sessions. If any ended, it calls `write` with how many ("all" if they are not counted).
 * It does so even if copies remain in Redis; that error is thrown afterwards.
 */
export async function endAndAudit(
  end: () => Promise<number | "all">,
  write: (ended: number | "all") => Promise<void>,
): Promise<number | "all"> {
  // #region redis
  let remain: CopiesRemain | undefined;
  const ended = await end().catch((error: unknown) => {
    if (!(error instanceof CopiesRemain)) throw error;
    remain = error;
    return error.ended;
  });
  // #endregion
  // without redis: const ended = await end();
  if (ended !== 0) await write(ended);
  // #region redis
  if (remain) throw remain;
  // #endregion
  return ended;
}

/** The same for a form whose field `session` is the id of one, or "all". */
export async function endFromForm(
  session: string,
  chosen: Omit<Chosen, "sessionId">,
  by: SessionUser,
): Promise<FormResult> {
  const sessionId = session === "all" ? undefined : session;
  // Without a list the app shows no ids, and each invented id would be stored.
  if (sessionId !== undefined && !strategy.records)
    return { status: "failed", message: "Under this strategy there is no list of sessions." };
  const ended = await endChosen({ ...chosen, sessionId }, by);
  if (ended === null)
    return { status: "failed", message: "Under this strategy no session can be ended from here." };
  refresh();
  const message = ended === 0 ? "It had ended already." : `Sessions ended: ${ended}.`;
  return { status: "done", message };
}

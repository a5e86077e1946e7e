// Sessions that someone ends by choice, their own or, as an admin, another's.
import "server-only";
import { refresh } from "next/cache";
import { strategy } from "@/auth";
import { auditBy } from "../../features/audit/audit";
import { CopiesRemain } from "../errors";
import type { FormResult } from "../forms/form-result";
import type { SessionUser } from "../session/strategy";

interface Chosen {
  userId: string;
  /** All of the user's, if not said. */
  sessionId?: string;
  /** Of all, the one that stays. */
  exceptId?: string;
}

/** Ends them, and records who did. How many ended ("all" where nothing counts them); null where no session can be ended. */
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
 * Ends sessions, and if that ended any, `write`s it down with how many ("all" where nothing counts them). What ended is
 * written down also where Redis kept copies of it: that error is thrown afterwards.
 */
export async function endAndAudit(
  end: () => Promise<number | "all">,
  write: (ended: number | "all") => Promise<void>,
): Promise<number | "all"> {
  let remain: CopiesRemain | undefined;
  const ended = await end().catch((error: unknown) => {
    if (!(error instanceof CopiesRemain)) throw error;
    remain = error;
    return error.ended;
  });
  if (ended !== 0) await write(ended);
  if (remain) throw remain;
  return ended;
}

/** The same for a form whose field `session` is the id of one, or "all". */
export async function endFromForm(
  session: string,
  chosen: Omit<Chosen, "sessionId">,
  by: SessionUser,
): Promise<FormResult> {
  const sessionId = session === "all" ? undefined : session;
  const ended = await endChosen({ ...chosen, sessionId }, by);
  if (ended === null)
    return { status: "failed", message: "Under this strategy no session can be ended from here." };
  refresh();
  const message = ended === 0 ? "It had ended already." : `Sessions ended: ${ended}.`;
  return { status: "done", message };
}

import "server-only";
import { env, sessionPolicy } from "../../lib/env";
import { findStoreUnavailable } from "../../lib/errors";
import { log } from "../../lib/log";

/** Milliseconds until the next attempt, if the database gives no answer. */
const RETRY = 5_000;

/**
 * At the start of a server: notes which strategy it issues, so that all servers move sessions in the same direction, and
 * logs the phase of the change.
 */
export function announce(): void {
  const { AUTH_STRATEGY, AUTH_STRATEGY_ALSO, DATABASE_URL, VERCEL } = env;
  const also = AUTH_STRATEGY_ALSO.join(", ");
  if (also)
    log.info(
      `[move] Sessions of AUTH_STRATEGY=${AUTH_STRATEGY} are issued, and those of ${also} are accepted.`,
    );
  // On Vercel many short-lived processes start, and each would load the driver for this.
  if (DATABASE_URL && (also || !VERCEL)) void noteStart();
}

async function noteStart(): Promise<void> {
  try {
    const { claims } = await import("./claims");
    const { AUTH_STRATEGY, AUTH_STRATEGY_ALSO } = env;
    await claims.announce(AUTH_STRATEGY, AUTH_STRATEGY_ALSO, sessionPolicy.maxAge);
    if (AUTH_STRATEGY_ALSO.length === 0) return;
    const { describePhase, phaseOf, readPhase } = await import("./phase");
    const phase = await readPhase();
    if (!phase) return;
    const { exchanged, rows, safeFrom } = phase;
    log.info(`[move] ${describePhase(phase)}`, {
      exchangedInTheLastDay: exchanged.lastDay,
      ...(rows && { rowsActiveInTheLastDay: rows }),
      ...(phaseOf(phase) > 1 && { phase3SafeFrom: new Date(safeFrom).toISOString() }),
    });
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    setTimeout(noteStart, RETRY).unref();
  }
}

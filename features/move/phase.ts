// The progress of a change of strategy, for the log and for the admin page.
import "server-only";
import { askDatabase } from "../../lib/database/client";
import { env } from "../../lib/env";
import { assemble } from "../../lib/session/assemble";
import { type AcceptedName, acceptable, importedBy, isIssued } from "./accepted";
import { longestLife } from "./life";

export interface Phase {
  running: string;
  also: AcceptedName[];
  /** The strategy of the server that was started last. */
  issuing: string;
  /** The previous strategy. Undefined if no server has recorded it. */
  before?: string;
  /** When the first of the servers that issue it was started, and when the last one (ms). */
  since: number;
  started: number;
  /** From this time (ms) on, every session of another strategy has been exchanged or has expired. */
  safeFrom: number;
  /** Sessions that were exchanged for one of `issuing`: in all, and in the last day. */
  exchanged: { ever: number; lastDay: number };
  /** Rows of sessions that were active in the last day: of the new strategy, and of the old ones. Null without rows. */
  rows: { issued: number; before: number } | null;
}

const STATE = `SELECT value::json AS value FROM "SessionMark" WHERE "userId" = 'server' AND name = 'issuing'`;
const EXCHANGED = `
  SELECT count(*)::int AS ever,
    (count(*) FILTER (WHERE (value::json->>'at')::bigint > $2::bigint))::int AS "lastDay"
  FROM "SessionMark" WHERE name LIKE 'moved:%' AND name <> 'moved:all' AND value::json->>'to' = $1
    AND (value::json->>'at')::bigint >= $3::bigint`;
const ROWS = `
  SELECT count(*) FILTER (WHERE "createdAt" >= $1)::int AS issued, count(*) FILTER (WHERE "createdAt" < $1)::int AS before
  FROM "Session" WHERE "updatedAt" > now() - interval '1 day' AND expires > now()`;

/** Milliseconds. */
const DAY = 24 * 3600 * 1000;

/** Null before a server has recorded its start. Needs DATABASE_URL. Throws StoreUnavailable. */
export async function readPhase(): Promise<Phase | null> {
  const { AUTH_STRATEGY: running, AUTH_STRATEGY_ALSO: also } = env;
  const names = [running, ...also] as const;
  const hasRows = names.some(
    (name) => assemble(acceptable[name]).records ?? importedBy(acceptable[name])?.rowOf,
  );
  return askDatabase(async ({ pool }) => {
    const [state] = (await pool.query(STATE)).rows;
    if (!state) return null;
    const { strategy: issuing, at, before } = state.value;
    const since = Date.parse(state.value.since);
    const times = [String(Date.now() - DAY), String(since)];
    const [exchanged] = (await pool.query(EXCHANGED, [issuing, ...times])).rows;
    const rows = hasRows ? (await pool.query(ROWS, [state.value.since])).rows[0] : null;
    const started = Date.parse(at);
    return {
      ...{ running, also, issuing, since, started, exchanged, rows },
      before: before ?? undefined,
      safeFrom: started + longestLife(also) * 1000,
    };
  });
}

/**
 * Also phase 1 if no session has been exchanged and no server has recorded another strategy before. Phase 3: it is safe to
 * remove AUTH_STRATEGY_ALSO. `now` in ms.
 */
export function phaseOf(phase: Phase, now = Date.now()): 1 | 2 | 3 {
  const { running, issuing, also, before, exchanged, safeFrom } = phase;
  if (issuing !== running) return 2;
  // No server issues the sessions of another app, so their phase 2 begins at once.
  const issued: string[] = also.filter((name) => isIssued(acceptable[name]));
  const hasBegun = before === undefined ? exchanged.ever > 0 : issued.includes(before);
  if (issued.length > 0 && !hasBegun) return 1;
  return now < safeFrom ? 2 : 3;
}

/** The phase in words, at `now` (ms). */
export function describePhase(phase: Phase, now = Date.now()): string {
  const { running, issuing, also } = phase;
  const others = also.join(", ");
  if (issuing !== running)
    return `Phase 2 has begun: a server that was started later issues ${issuing}. This one still issues ${running}. Restart it with AUTH_STRATEGY=${issuing}.`;
  return {
    1: `Phase 1: sessions of ${running} are issued, and those of ${others} are accepted. None has been exchanged yet.`,
    2: `Phase 2: sessions of ${running} are issued, and those of ${others} are exchanged when their owners come back.`,
    3: `Phase 3 is safe: every session of ${others} has been exchanged or has expired. Remove AUTH_STRATEGY_ALSO, unless you are about to move to ${others}.`,
  }[phaseOf(phase, now)];
}

// Records which sessions have been exchanged, so that each is exchanged once and a copy of its old cookie is recognised. In
// the table SessionMark, in Postgres even if REDIS_URL is set, because a claim and its rows change in one transaction.
import "server-only";
import { askDatabase } from "../../lib/database/client";
import { SignInRefused } from "../../lib/errors";
import type { Run, SessionKey } from "../../lib/session/store/types";

export interface Claim {
  /** The id of the session, which does not change. */
  id: string;
  userId: string;
  /** Milliseconds since the epoch, as is `at`. */
  authTime: number;
  /** SHA-256 of the cookie that was exchanged, or of the refresh token. */
  proof: string;
  at: number;
  /** Without "Keep me signed in". */
  short?: true;
  method?: string;
  /** The strategy of the exchanged session. Empty if it has ended instead. */
  to: string;
}

export interface Known {
  claim?: Claim;
  ended?: EndOfAll;
  /** The strategy of the server that was started last. It decides in which direction sessions move. */
  issuing?: string;
}

/** All sessions of a user that began at `at` (ms) or before have ended, except one if it began after `since` (ms). */
export interface EndOfAll {
  at: number;
  except?: string;
  since?: number;
}

/** Finds the claim of a session, or of a cookie that cannot be read any more. */
export interface Claims {
  find(proof: string, session?: { id: string; userId: string }): Promise<Known>;
  /**
   * Call it in a transaction. Throws SignInRefused if the session was exchanged after `issuedAt` (ms), the time of the
   * received cookie. Kept until `expires` (ms).
   */
  take(run: Run, claim: Claim, issuedAt: number, expires: number): Promise<void>;
  /** The same, in a transaction that also deletes a row. Returns its token hash, and throws if the row is missing. */
  takeAlone(claim: Claim, issuedAt: number, expires: number, row?: SessionKey): Promise<string[]>;
  /** Prevents copies of this session from being exchanged. */
  retire(session: { id: string; userId: string }, at: number, expires: number): Promise<void>;
  /** The same for every session of a user that has not been exchanged, except one. */
  retireAll(userId: string, end: EndOfAll, expires: number): Promise<void>;
  /**
   * Records that a server starts which issues `strategy` and accepts the strategies in `also`. A change of settings
   * reaches all servers within `duration` seconds. With an empty `also`, only ends a record of other settings.
   */
  announce(strategy: string, also: string[], duration: number): Promise<void>;
}

const SERVER = "server";
const ALL = "moved:all";
const ISSUING = "issuing";
const moved = (id: string) => `moved:${id}`;
const shown = (proof: string) => `shown:${proof}`;

const FIND = `
  SELECT name, value FROM "SessionMark"
  WHERE ("userId" = $1 AND name = 'moved') OR ("userId" = $2 AND name IN ($3, '${ALL}'))
     OR ("userId" = '${SERVER}' AND name = '${ISSUING}')`;

const SET = `
  INSERT INTO "SessionMark" ("userId", name, value, expires) VALUES ($1, $2, $3, $4)
  ON CONFLICT ("userId", name) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires`;
const TAKE = `${SET} WHERE ("SessionMark".value::json->>'at')::bigint <= $5::bigint RETURNING name`;

/** `since`: the exception must not restore a session that was ended before. */
const SET_ALL = `
  INSERT INTO "SessionMark" AS mark ("userId", name, value, expires) VALUES ($1, $2, $3, $4)
  ON CONFLICT ("userId", name) DO UPDATE SET expires = EXCLUDED.expires,
    value = (EXCLUDED.value::jsonb || jsonb_build_object('since',
      CASE WHEN mark.value::jsonb->'except' = EXCLUDED.value::jsonb->'except'
        THEN COALESCE(mark.value::jsonb->'since', '0') ELSE mark.value::jsonb->'at' END))::text`;

/**
 * `since`: when the first server with these settings started; `at`: when the last one did. Until then, a server with the
 * previous settings may have issued sessions. A start more than $3 seconds after `since` does not belong to the change,
 * so that daily deployments do not postpone phase 3 for ever. `before`: the previous strategy. Times are from the
 * database's clock, which all servers share.
 */
const ANNOUNCE = `
  INSERT INTO "SessionMark" AS mark ("userId", name, value, expires)
  VALUES ('${SERVER}', '${ISSUING}', jsonb_build_object('strategy', $1::text, 'also', $2::text,
    'since', now(), 'at', now())::text, now() + interval '10 years')
  ON CONFLICT ("userId", name) DO UPDATE SET expires = EXCLUDED.expires, value = (CASE
    WHEN mark.value::jsonb->>'strategy' <> $1 THEN EXCLUDED.value::jsonb
      || jsonb_build_object('before', mark.value::jsonb->'strategy')
    WHEN mark.value::jsonb->>'also' IS DISTINCT FROM $2 THEN mark.value::jsonb || EXCLUDED.value::jsonb
    WHEN (mark.value::jsonb->>'since')::timestamptz > now() - $3::float8 * interval '1 second' THEN mark.value::jsonb
      || jsonb_build_object('at', now())
    ELSE mark.value::jsonb END)::text`;

/**
 * A server issues sessions that the recorded servers accept, and accepts none of theirs. The next start with the recorded
 * settings begins a new change, even long after the last one.
 */
const INTERRUPT = `
  UPDATE "SessionMark" SET value = (value::jsonb || jsonb_build_object('also', '', 'before', $1::text, 'at', now()))::text
  WHERE "userId" = '${SERVER}' AND name = '${ISSUING}' AND value::jsonb->>'strategy' <> $1
    AND $1 = ANY (string_to_array(value::jsonb->>'also', ','))`;

async function take(run: Run, claim: Claim, issuedAt: number, expires: number): Promise<void> {
  const [value, until] = [JSON.stringify(claim), new Date(expires)];
  const taken = await run(TAKE, [claim.userId, moved(claim.id), value, until, String(issuedAt)]);
  if (taken.length === 0) throw new SignInRefused("moved meanwhile");
  await run(SET, [shown(claim.proof), "moved", value, until]);
}

const set = (...values: unknown[]) =>
  askDatabase(async ({ pool }) => void (await pool.query(SET, values)));

export const claims: Claims = {
  find: (proof, { id, userId } = { id: "", userId: "" }) =>
    askDatabase(async ({ pool }) => {
      const values = [shown(proof), userId, moved(id)];
      const { rows } = await pool.query<{ name: string; value: string }>(FIND, values);
      const read = (name: string) => {
        const row = rows.find((found) => found.name === name);
        return row && JSON.parse(row.value);
      };
      return {
        claim: id ? read(moved(id)) : read("moved"),
        ended: read(ALL),
        issuing: read(ISSUING)?.strategy,
      };
    }),

  take,

  takeAlone: (claim, issuedAt, expires, row) =>
    askDatabase(({ prisma }) =>
      prisma.$transaction(async (transaction) => {
        const run: Run = (text, values) => transaction.$queryRawUnsafe(text, ...values);
        await take(run, claim, issuedAt, expires);
        if (!row) return [];
        const [column, value] = "id" in row ? ["id", row.id] : [`"sessionToken"`, row.tokenHash];
        const gone = await run<{ tokenHash: string }>(
          `DELETE FROM "Session" WHERE ${column} = $1 AND "userId" = $2 RETURNING "sessionToken" AS "tokenHash"`,
          [value, claim.userId],
        );
        if (gone.length === 0) throw new SignInRefused("ended meanwhile");
        return gone.map(({ tokenHash }) => tokenHash);
      }),
    ),

  retire: ({ id, userId }, at, expires) =>
    set(userId, moved(id), JSON.stringify({ at, to: "", id, userId }), new Date(expires)),

  retireAll: (userId, end, expires) =>
    askDatabase(async ({ pool }) => {
      await pool.query(SET_ALL, [userId, ALL, JSON.stringify(end), new Date(expires)]);
    }),

  announce: (strategy, also, duration) =>
    askDatabase(async ({ pool }) => {
      if (also.length === 0) await pool.query(INTERRUPT, [strategy]);
      else await pool.query(ANNOUNCE, [strategy, also.toSorted().join(), duration]);
    }),
};

// Reads the sessions in the store without the app. So tests do not depend on the tables of a strategy.

import type { TestDatabase, TestUser } from "./e2e-database";
import type { Traits } from "./e2e-strategies";

type Whose = Pick<TestUser, "id">;

export interface StoredSessions {
  /** The ids of a user's sessions, the newest first. Empty where the strategy keeps no records. */
  idsOf(user: Whose): Promise<string[]>;
  /** Ends one session. For strategies that keep records. */
  end(id: string): Promise<void>;
  /** Ends all sessions of a user, if the strategy can end sessions. */
  endAll(user: Whose): Promise<void>;
}

export function openStored({ sql }: TestDatabase, trait: Traits): StoredSessions {
  return {
    async idsOf({ id }) {
      // An app that keeps no records may have no table for them.
      const [table] = await sql(`SELECT 1 WHERE to_regclass('"Session"') IS NOT NULL`);
      if (!table) return [];
      const rows = await sql<{ id: string }>(
        `SELECT id FROM "Session" WHERE "userId" = $1 ORDER BY "createdAt" DESC`,
        [id],
      );
      return rows.map(({ id }) => id);
    },
    async end(id) {
      await sql(`DELETE FROM "Session" WHERE id = $1`, [id]);
    },
    async endAll({ id }) {
      if (trait.canList) await sql(`DELETE FROM "Session" WHERE "userId" = $1`, [id]);
      else if (trait.canEnd)
        await sql(
          `INSERT INTO "SessionMark" ("userId", name, value, expires)
           VALUES ($1, 'all', $2, now() + interval '30 days')`,
          [id, JSON.stringify({ until: Date.now(), since: 0 })],
        );
    },
  };
}

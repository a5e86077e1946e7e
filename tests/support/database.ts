import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, inject } from "vitest";
import { getRedis } from "@/features/redis/client";
import { hashPassword } from "@/lib/accounts/password";
import { openDatabase } from "@/lib/database/client";
import type { Role, SessionUser } from "@/lib/session/strategy";
import { network as openedNetwork } from "./environment";

const databaseUrl = inject("databaseUrl");
if (!databaseUrl || !openedNetwork) throw new Error("Only tests of the contract have a database");

/** The app's way to the database, to be broken. Every test finds it whole. */
export const network = openedNetwork;
afterEach(() => network.restore());

/** The database as its owner sees it: past the app, and past the faults of the network. */
const owner = new pg.Pool({ connectionString: databaseUrl, max: 2, allowExitOnIdle: true });
afterAll(async () => {
  await (await openDatabase()).pool.end();
  if (process.env.REDIS_URL) getRedis().close();
  await owner.end();
});

export async function sql<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await owner.query<Row>(text, values)).rows;
}

/** Argon2 takes its time; the same password may as well have the same hash here. */
const hashes = new Map<string, Promise<string>>();
function hashOnce(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
}

interface NewUser extends Partial<Omit<SessionUser, "id">> {
  password?: string;
}

/** A user of one's own, so that tests that run at the same time do not meet. */
export async function addUser({ password, ...fields }: NewUser = {}): Promise<SessionUser> {
  const id = `user-${randomUUID()}`;
  const user = {
    id,
    email: `${id}@example.com`,
    name: "Änne Example",
    role: "user" as Role,
    ...fields,
  };
  await sql(
    `INSERT INTO "User" (id, email, name, role, "updatedAt") VALUES ($1, $2, $3, $4, now())`,
    [id, user.email, user.name, user.role],
  );
  if (password)
    await sql(`INSERT INTO "Password" ("userId", hash, "updatedAt") VALUES ($1, $2, now())`, [
      id,
      await hashOnce(password),
    ]);
  return user;
}

export async function setRole(user: SessionUser, role: Role): Promise<void> {
  await sql(`UPDATE "User" SET role = $2 WHERE id = $1`, [user.id, role]);
}

export async function disableUser(user: SessionUser): Promise<void> {
  await sql(`UPDATE "User" SET "disabledAt" = now() WHERE id = $1`, [user.id]);
}

export async function deleteUser(user: SessionUser): Promise<void> {
  await sql(`DELETE FROM "User" WHERE id = $1`, [user.id]);
}

export interface SessionTableRow {
  id: string;
  sessionToken: string;
  userId: string;
  expires: Date;
  authTime: Date;
  updatedAt: Date;
  ip: string | null;
  userAgent: string | null;
}

export function sessionRows(user: SessionUser): Promise<SessionTableRow[]> {
  return sql(`SELECT * FROM "Session" WHERE "userId" = $1`, [user.id]);
}

/** The tables in which some column, taken as text, contains `text`. */
export async function tablesThatContain(text: string): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await sql(`SELECT 1 FROM "${name}" t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [
      text,
    ]);
    if (row) found.push(name);
  }
  return found;
}

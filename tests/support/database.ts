import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach } from "vitest";
import { getRedis } from "@/features/redis/client";
import { hashPassword } from "@/lib/accounts/password";
import { openDatabase } from "@/lib/database/client";
import type { Role, SessionUser } from "@/lib/session/strategy";
import { databaseUrl, network as openedNetwork } from "./environment";

if (!databaseUrl || !openedNetwork) throw new Error("Only tests of the contract have a database");

/** The proxy between the app and the database, which tests can break. It is restored before each test. */
export const network = openedNetwork;
afterEach(() => network.restore());

/** A direct connection to the database, without the app and the proxy. */
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

/** Argon2 is slow, so equal passwords share one hash in tests. */
const hashes = new Map<string, Promise<string>>();
function hashOnce(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
}

interface NewUser extends Partial<Omit<SessionUser, "id">> {
  password?: string;
}

/** A new user, so that parallel tests do not affect each other. */
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

/** Empty in an app without that table. */
export async function sessionRows(user: SessionUser): Promise<SessionTableRow[]> {
  const [table] = await sql(`SELECT 1 WHERE to_regclass('"Session"') IS NOT NULL`);
  return table ? sql(`SELECT * FROM "Session" WHERE "userId" = $1`, [user.id]) : [];
}

/** The tables in which a column contains `text`. */
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

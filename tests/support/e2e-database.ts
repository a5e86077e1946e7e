// The tests' own connection to the database, without the app.
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { hashPassword } from "../../lib/accounts/password";
import type { Role } from "../../lib/session/strategy";

export interface TestUser {
  id: string;
  email: string;
  name: string;
  password: string;
  role: Role;
}

export interface TestDatabase {
  url: string;
  /** Runs SQL and returns the rows. */
  sql<Row>(text: string, parameters?: unknown[]): Promise<Row[]>;
  /** A new user with a password, for one test. */
  createUser(as?: Partial<Pick<TestUser, "name" | "role">>): Promise<TestUser>;
  close(): Promise<void>;
}

const PASSWORD = "correct horse battery staple";

export function openTestDatabase(url: string): TestDatabase {
  const pool = new Pool({ connectionString: url, max: 2 });
  // A database that a test stops.
  pool.on("error", () => {});
  // Hashing is slow, so all users share one hash.
  let hash: Promise<string> | undefined;

  return {
    url,
    async sql(text, parameters) {
      return (await pool.query(text, parameters)).rows;
    },
    async createUser({ name = "Tess Tester", role = "user" } = {}) {
      hash ??= hashPassword(PASSWORD);
      const id = `e2e-${randomUUID()}`;
      const email = `${id}@example.com`;
      await pool.query(
        `INSERT INTO "User" (id, email, name, role, "updatedAt") VALUES ($1, $2, $3, $4, now())`,
        [id, email, name, role],
      );
      await pool.query(
        `INSERT INTO "Password" ("userId", hash, "updatedAt") VALUES ($1, $2, now())`,
        [id, await hash],
      );
      return { id, email, name, role, password: PASSWORD };
    },
    close: () => pool.end(),
  };
}

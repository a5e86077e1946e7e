// The one place that opens the database: one pool, which Prisma and the hot path's plain SQL share.
// Opened at first use, so that `AUTH_STRATEGY=jwt` starts, and stays up, without a database.
import "server-only";
import type { PrismaAdapter } from "@auth/prisma-adapter";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { Prisma, PrismaClient } from "../generated/prisma/client";
import { env } from "./env";
import { SignInRefused, StoreUnavailable } from "./errors";
import { askPatiently } from "./patience";
import { openPool } from "./pool";

// On globalThis, so that hot reloading in development does not open a new pool at each change.
const opened = globalThis as { databasePool?: Pool; prismaClient?: PrismaClient };

/** For plain SQL, always with parameters. Throws when DATABASE_URL is unset. */
export function getPool(): Pool {
  opened.databasePool ??= openPool(requireUrl());
  return opened.databasePool;
}

/** For everything that is not on the hot path. Throws when DATABASE_URL is unset. */
export function getPrisma(): PrismaClient {
  opened.prismaClient ??= new PrismaClient({ adapter: new PrismaPg(getPool()) });
  return opened.prismaClient;
}

/** For Auth.js's adapter, whose type knows only the client of `@prisma/client`. Throws StoreUnavailable, like askDatabase. */
export function adapterClient(): Parameters<typeof PrismaAdapter>[0] {
  const client = getPrisma().$extends({
    query: { $allOperations: ({ args, query }) => askDatabase(() => query(args)) },
  });
  return client as unknown as Parameters<typeof PrismaAdapter>[0];
}

function requireUrl(): string {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  throw new Error(
    "DATABASE_URL is not set → set it to a Postgres URL (npm run dev brings one along)",
  );
}

/**
 * Runs `ask` and turns "got no usable answer" (refused, hung, too slow, dropped, not set up, tables missing)
 * into StoreUnavailable, with the reason as its cause. What the database said about the data, like a
 * unique constraint, and mistakes in our own code are thrown as they are.
 */
export async function askDatabase<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await askPatiently(ask);
  } catch (error) {
    if (error instanceof StoreUnavailable || isAnswer(error) || isMistake(error)) throw error;
    throw new StoreUnavailable("database", error);
  }
}

/** SQLSTATE classes 22, 23 and 40 (data, constraints, conflicts), Prisma's "no such row", or a row that says no. */
function isAnswer(error: unknown): boolean {
  if (error instanceof SignInRefused) return true;
  const { code, meta } = error as { code?: string; meta?: { driverAdapterError?: Error } };
  const cause = meta?.driverAdapterError?.cause as { originalCode?: string } | undefined;
  return code === "P2025" || /^(22|23|40)/.test(cause?.originalCode ?? code ?? "");
}

function isMistake(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error instanceof Prisma.PrismaClientValidationError
  );
}

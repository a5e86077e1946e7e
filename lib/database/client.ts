// The only place that opens the database: one pool, shared by Prisma and the plain SQL of the hot path.
// Opened at first use, so that `AUTH_STRATEGY=jwt` can run without a database.
import "server-only";
import type { PrismaAdapter } from "@auth/prisma-adapter";
import type { Pool } from "pg";
import type { PrismaClient } from "@/generated/prisma/client";
import { waitFor } from "../../features/telemetry/observe";
import { env } from "../env";
import { SignInRefused, StoreUnavailable } from "../errors";
import { reportFault } from "../outage";
import { closeAtShutdown } from "../shutdown";
import { databaseFault } from "./fault";
import { requireUsable } from "./readiness";
import { askWithinLimit } from "./request-limit";

export interface Database {
  /** For everything that is not on the hot path. */
  prisma: PrismaClient;
  /** For plain SQL, always with parameters. */
  pool: Pool;
}

interface Opened {
  pool: Pool;
  prisma?: Promise<PrismaClient>;
}

// On globalThis, so that hot reloading in development does not open a new pool at each change.
const opened = globalThis as { database?: Promise<Opened> };

/** Rejects when DATABASE_URL is unset. */
export async function openDatabase(): Promise<Database> {
  const database = await open();
  database.prisma ??= loadPrisma(database.pool);
  return { pool: database.pool, prisma: await database.prisma };
}

function open(): Promise<Opened> {
  opened.database ??= connect();
  return opened.database;
}

/** Prisma and the driver are imported here, and never at the top of a file: docs/decisions/0013. */
async function connect(): Promise<Opened> {
  const url = requireUrl();
  const { openPool } = await import("./pool");
  const pool = openPool(url, env.DATABASE_POOL_SIZE);
  closeAtShutdown(() => pool.end());
  return { pool };
}

async function loadPrisma(pool: Pool): Promise<PrismaClient> {
  const [{ PrismaPg }, { PrismaClient }] = await Promise.all([
    import("@prisma/adapter-pg"),
    import("@/generated/prisma/client"),
  ]);
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}

/** For Auth.js's adapter, whose type knows only the client of `@prisma/client`. Throws StoreUnavailable, like askDatabase. */
export async function adapterClient(): Promise<Parameters<typeof PrismaAdapter>[0]> {
  const { prisma } = await openDatabase();
  const client = prisma.$extends({
    query: { $allOperations: ({ args, query }) => askDatabase(() => query(args)) },
  });
  return client as unknown as Parameters<typeof PrismaAdapter>[0];
}

function requireUrl(): string {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  throw new Error("DATABASE_URL is not set → set it to a Postgres URL (npm run dev starts one)");
}

/**
 * Runs `ask`. If there is no usable answer (refused, hung, too slow, dropped, not configured, tables missing), throws
 * StoreUnavailable with the reason as its cause, which is logged once per outage. Errors about the data, like a unique
 * constraint, and mistakes in our own code are thrown unchanged.
 */
export const askDatabase = <T>(ask: (database: Database) => Promise<T>): Promise<T> =>
  askOpened(openDatabase, ask);

/**
 * The same without Prisma, for the statements of every request: the first request of a process would wait longer for
 * Prisma to be loaded than for the database.
 */
export const askPool = <T>(ask: (pool: Pool) => Promise<T>): Promise<T> =>
  askOpened(open, ({ pool }) => ask(pool));

async function askOpened<From, T>(
  opening: () => Promise<From>,
  ask: (from: From) => Promise<T>,
): Promise<T> {
  try {
    const from = await opening();
    return await waitFor("database", () => askWithinLimit(() => ask(from)));
  } catch (error) {
    if (error instanceof StoreUnavailable || isAnswer(error) || isMistake(error)) throw error;
    // Without askWithinLimit: this request must not wait for the end of the outage.
    reportFault("database", databaseFault(error), async () => requireUsable((await open()).pool));
    throw new StoreUnavailable("database", error);
  }
}

/**
 * Throws StoreUnavailable when the database cannot be reached or used: tables or columns are missing, or it is
 * read-only.
 */
export const checkDatabase = (): Promise<void> => askPool(requireUsable);

/** SQLSTATE classes 22, 23 and 40 (data, constraints, conflicts), Prisma's "no such row", and refusals by a row. */
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
    (error as Error | null)?.name === "PrismaClientValidationError"
  );
}

// What the log says about a failed database request: the cause, and the fix.
import { type Fault, toFault } from "../outage";

/** By the code of Postgres (SQLSTATE), Node.js or Prisma, else by the driver's message. */
const REMEDIES: [pattern: RegExp, remedy: string][] = [
  [/^(28\w{3}|P1000|P1010)\b/, "check the user and the password in DATABASE_URL"],
  [/^(3D000|P1003)\b/, "create this database, or correct its name in DATABASE_URL"],
  [/^(42P01|42703|P2021|P2022)\b/, "apply the migrations: npm run db:migrate"],
  [/^42501\b/, "GRANT the user in DATABASE_URL what is missing"],
  [/^25006\b/, "DATABASE_URL has to name the primary, because a replica is read-only"],
  [/^(53300|P2037)\b/, "lower DATABASE_POOL_SIZE, raise max_connections, or use a pooler"],
  [
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|P1001|DatabaseNotReachable)\b/,
    "check that Postgres runs, and that DATABASE_URL names its host and port",
  ],
  [
    /SSL|TLS|CERT|SIGNATURE|certificate|^(P1011|TlsConnectionError)\b/,
    "check sslmode and the certificates in DATABASE_URL",
  ],
  [
    /^(57014|P1008|P2024|P2028)\b|time ?out|long enough/i,
    "check for locks and slow statements in pg_stat_activity",
  ],
  [
    /^(57P|08|ECONNRESET|EPIPE|P1017)|terminated|closed/,
    "check the log of Postgres or of the pooler",
  ],
];

export const databaseFault = (error: unknown): Fault => toFault(causeOf(error), REMEDIES);

/** What a driver adapter told Prisma: by its `kind`, where it was not Postgres that answered. */
interface Told {
  kind?: string;
  originalCode?: string;
  originalMessage?: string;
}

/** Prisma puts an excerpt of the source code into its message: only its last line describes the fault. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, meta } = error as { code?: string; meta?: { driverAdapterError?: Error } };
  const told = meta?.driverAdapterError?.cause as Told | undefined;
  const message = told?.originalMessage ?? error.message.trim().split("\n").at(-1) ?? "";
  return `${told?.originalCode ?? told?.kind ?? code ?? ""} ${message}`.trim();
}

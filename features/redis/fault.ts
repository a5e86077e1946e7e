// What the log says about a failed command: the cause, and the fix.
import { StoreUnusable } from "../../lib/errors";
import { type Fault, toFault } from "../../lib/outage";

const REMEDIES: [pattern: RegExp, remedy: string][] = [
  [
    /^NOPERM|can't run this command/,
    "grant the user in REDIS_URL: +get +set +del +eval +pttl +ping +hello ~session:*, and +cluster|slots in a Cluster",
  ],
  [/^READONLY/, "REDIS_URL has to name the primary, the Sentinels, or a Cluster"],
  [/^(WRONGPASS|NOAUTH|ERR.*AUTH)/, "check the user and the password in REDIS_URL"],
  [/^PRIMARY/, "name the one to use: REDIS_URL=redis://HOST:26379?primary=NAME"],
  [/^HOSTS/, "name one host"],
  [/^DB/, "leave the number out of REDIS_URL"],
  [
    /^OOM/,
    "raise maxmemory; where Postgres has the sessions, maxmemory-policy allkeys-lru does too",
  ],
  [/^(CLUSTERDOWN|TRYAGAIN|MOVED|ASK)/, "look at CLUSTER INFO"],
  [/^(MISCONF|NOREPLICAS|LOADING|MASTERDOWN)/, "check the log of Redis"],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/,
    "check that Redis runs, and that REDIS_URL names its host and port",
  ],
  [
    /SSL|TLS|certificate|CERT/,
    "use rediss:// if Redis uses TLS, and NODE_EXTRA_CA_CERTS for a CA of your own",
  ],
  [/time ?out|in time/i, "check SLOWLOG, and the network between the app and Redis"],
];

/** Where Redis holds copies, Postgres answers meanwhile. Where it holds marks (marks.ts), requests get 503. */
export function redisFault(error: unknown): Fault {
  const { message, code } = error as Error & { code?: string };
  return toFault(
    error instanceof StoreUnusable ? `${code} ${message}` : message || String(code),
    REMEDIES,
  );
}

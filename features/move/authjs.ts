// Reads sessions of a stock Auth.js app (next-auth 5), so that its users stay signed in. They can only be read and
// exchanged, never issued. docs/migrate.md
import { SignInRefused } from "../../lib/errors";
import { isLive } from "../../lib/session/policy";
import type { SessionKey } from "../../lib/session/store/types";
import type {
  Session,
  SessionStrategy,
  SessionUser,
  StrategyDependencies,
  StrategyDescriptor,
  StrategyFacts,
} from "../../lib/session/strategy";
import { hashToken } from "../../lib/session/tokens/reference-token";

const NAME = "authjs.session-token";
const cookies = { session: NAME, refresh: null, prefix: "__Secure-" } as const;

/** The middleware cannot validate a stock cookie, so every cookie passes. */
const guard: StrategyDescriptor["guard"] = () => async (cookie) => ({ pass: true, cookie });

/** Facts about the other app's sessions, in the descriptor and in the strategy of an importer. */
export interface Imported {
  /** Seconds that a session lives there without a visit. */
  life: number;
  /** The row of a cookie, which is deleted when the session is exchanged. Null where that app keeps no rows. */
  rowOf: ((cookie: string) => SessionKey) | null;
}

/** The default lifetime of a session in Auth.js, in seconds. */
const STOCK_MAX_AGE = 30 * 24 * 3600;

type Read = (cookie: string, dependencies: StrategyDependencies) => Promise<Session | null>;

interface Importer {
  read: Read;
  needs?: StrategyDescriptor["needs"];
  rowOf?: Imported["rowOf"];
}

function define(name: string, { read, needs = [], rowOf = null }: Importer): StrategyDescriptor {
  const imported = { life: STOCK_MAX_AGE, rowOf };
  const facts = { name, cookies, needs, asksStore: needs.length > 0, imported };
  return { ...facts, guard, create: (dependencies) => readOnly(facts, dependencies, read) };
}

function readOnly(
  facts: StrategyFacts & { imported: Imported },
  dependencies: StrategyDependencies,
  readStock: Read,
): SessionStrategy {
  const { policy, clock, store } = dependencies;
  const { imported } = facts;

  async function read(cookie: string): Promise<Session | null> {
    const session = await readStock(cookie, dependencies);
    return session && isLive(policy, session, clock()) ? session : null;
  }
  const renew = async (cookie: string) => {
    const session = await read(cookie);
    return session && { ...session, cookie };
  };
  return {
    ...facts,
    endNoticedWithin: null,
    roleNoticedWithin: null,
    revocation: null,
    records: null,
    refresh: null,
    create: () => Promise.reject(new SignInRefused("disabled")),
    read,
    renew,
    update: renew,
    async end(cookie) {
      const session = await read(cookie);
      if (!session) return null;
      const row = imported.rowOf?.(cookie);
      if (row) await store.remove(row);
      return { id: session.id, userId: session.user.id };
    },
  };
}

/** A JWT under the app's AUTH_SECRET. `iat` is when the app last wrote it; no earlier time is known. */
const readJwt: Read = async (token, { secrets, findUser }) => {
  const { decode } = await import("next-auth/jwt");
  for (const salt of [NAME, cookies.prefix + NAME]) {
    const claims = await decode({ token, secret: secrets, salt }).catch(() => null);
    if (!claims?.sub || typeof claims.iat !== "number" || typeof claims.exp !== "number") continue;
    const { sub: id, name = null, email = null } = claims;
    const user: SessionUser | null = findUser
      ? await findUser(id)
      : { id, name, email, role: "user" };
    const authTime = claims.iat * 1000;
    const times = { authTime, renewedAt: authTime, expires: claims.exp * 1000 };
    return user && { id: await idFor(token), user, ...times };
  }
  return null;
};

/** A row of the Session table with an unhashed token: a UUID, as Auth.js makes them. */
const readRow: Read = async (token, { store }) => {
  if (!isStockToken(token)) return null;
  const row = await store.find({ tokenHash: token }, { fresh: true });
  if (!row) return null;
  const { user, authTime, renewedAt, expires } = row;
  return { id: await idFor(token), user, authTime, renewedAt, expires };
};

/** No other form is accepted: the same column contains SHA-256 hashes of our own tokens, which must give no access. */
const isStockToken = (token: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(token);

/** Stock sessions have no stable id, so it is derived from the token, in the form of a UUID (RFC 9562, version 8). */
async function idFor(token: string): Promise<string> {
  const hex = await hashToken(`session of ${token}`);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}

export const importers = {
  "authjs-jwt": define("authjs-jwt", { read: readJwt }),
  "authjs-database": define("authjs-database", {
    read: readRow,
    needs: ["DATABASE_URL"],
    rowOf: (cookie) => ({ tokenHash: cookie }),
  }),
};

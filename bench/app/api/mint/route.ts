// Creates users and sessions of every kind in the database of this process.
import { hashPassword } from "@/lib/accounts/password";
import { env } from "@/lib/env";
import { refreshCookie, sessionCookie } from "@/lib/session/cookie";
import { strategies, strategyNames } from "@/lib/session/strategies";
import { PASSWORD } from "../../../lib/password.mjs";
import { pool } from "../../pool";
import { createStrategy } from "../../strategies";
import * as peers from "./peers";

interface Minted {
  cookie: string;
  email: string;
}

/**
 * POST `{ count }`: creates that many users, each with a session of every kind. Answers with the cookie headers of the
 * sessions and with a description of each strategy.
 */
export async function POST(request: Request) {
  const { count } = (await request.json()) as { count: number };
  const users = await addUsers(count);

  const sessions: Record<string, Minted[]> = {};
  async function mint(kind: string, toCookie: (user: peers.User) => Promise<string>) {
    const minted: Minted[] = [];
    for (let at = 0; at < count; at += 20) {
      const some = users.slice(at, at + 20);
      const cookies = await Promise.all(some.map(toCookie));
      minted.push(...cookies.map((cookie, n) => ({ cookie, email: some[n]?.email ?? "" })));
    }
    sessions[kind] = minted;
  }

  for (const name of strategyNames)
    await mint(name, async (user) => {
      const issued = await createStrategy(name).create(user);
      return `${sessionCookie(strategies[name], new Headers()).name}=${issued.cookie}`;
    });
  await peers.addTables();
  for (const [kind, toCookie] of Object.entries(peers.mints)) await mint(kind, toCookie);

  const [someone] = users as [peers.User];
  return Response.json({ sessions, strategies: await describeStrategies(someone) });
}

async function addUsers(count: number): Promise<peers.User[]> {
  const { rows } = await pool.query<peers.User>(
    `INSERT INTO "User" (id, email, name, "updatedAt")
     SELECT 'bench-' || n, 'user-' || n || '@example.com', 'User ' || n, now()
     FROM generate_series(1, $1::int) n RETURNING id, email, name, role`,
    [count],
  );
  await pool.query(
    `INSERT INTO "Password" ("userId", hash, "updatedAt") SELECT id, $1, now() FROM "User"`,
    [await hashPassword(PASSWORD)],
  );
  return rows;
}

/** `renewal`: the request that renews a session of `user`, and the id of its row. */
function describeStrategies(user: peers.User) {
  return Promise.all(
    strategyNames.map(async (name) => {
      const strategy = createStrategy(name);
      const { id, cookie, refreshToken } = await strategy.create(user);
      const renewal = refreshToken
        ? { method: "POST", path: "/api/session/refresh", cookie: toCookie(refreshCookie) }
        : { method: "GET", path: "/api/me", cookie: toCookie(sessionCookie) };
      function toCookie(describe: typeof sessionCookie | typeof refreshCookie) {
        return `${describe(strategies[name], new Headers())?.name}=${refreshToken ?? cookie}`;
      }
      const { asksStore } = strategy;
      return {
        name,
        asksStore,
        takesRedis: asksStore && "REDIS_URL" in env,
        keepsRows: strategy.records !== null,
        renewal: { id, ...renewal },
      };
    }),
  );
}

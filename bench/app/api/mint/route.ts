// Users, and sessions of every kind, in the database of this process.
import { makeSignature } from "better-auth/crypto";
import { getMigrations } from "better-auth/db/migration";
import { sealData } from "iron-session";
import { EncryptJWT } from "jose";
import { encode } from "next-auth/jwt";
import { env, type StrategyName } from "@/lib/env";
import { strategyNames } from "@/lib/env-schema";
import { sessionCookie } from "@/lib/session/cookie";
import { onCookie, options } from "../../better-auth";
import { floorKey } from "../../floor-key";
import { type IronUser, ironOptions } from "../../iron-session";
import { pool } from "../../pool";
import { createStrategy, DAY } from "../../strategies";

interface Minted {
  cookie: string;
  email: string;
}

type Mint = (toCookie: (user: IronUser) => Promise<string>) => Promise<Minted[]>;

const secret = `${env.AUTH_SECRET[0]}`;

/**
 * POST `{ count }`: that many users with a session each, of every kind. Answers with the cookie headers
 * that open them, and with what the registry says of the strategies.
 */
export async function POST(request: Request) {
  const { count } = (await request.json()) as { count: number };
  const users = Array.from({ length: count }, (_, n) => ({
    id: `bench-${n}`,
    email: `user-${n}@example.com`,
    name: `User ${n}`,
    role: "user" as const,
  }));
  const mint: Mint = async (toCookie) => {
    const sessions: Minted[] = [];
    for (let at = 0; at < count; at += 20) {
      const some = users.slice(at, at + 20);
      const minting = some.map(async (user) => ({
        cookie: await toCookie(user),
        email: user.email,
      }));
      sessions.push(...(await Promise.all(minting)));
    }
    return sessions;
  };

  await addUsers(count);
  await noteWrites();
  const [first] = users;
  const strategies = strategyNames.map((name) => ({
    name,
    asksStore: createStrategy(name).noticesWithin === 0,
    rotates: createStrategy(name).rotate !== undefined,
  }));
  const sessions: Record<string, Minted[]> = {
    "floor-jwt": await mint(floor),
    "authjs-jwt": await mint(authjsJwt),
    "authjs-database": await mint(authjsDatabase),
    "iron-session": await mint(ironSession),
    ...(await betterAuth(mint)),
  };
  for (const name of strategyNames) sessions[name] = await mint((user) => starter(name, user));
  return Response.json({ strategies, sessions });
}

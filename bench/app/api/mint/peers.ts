// Creates the session cookies of the peers.
import { makeSignature } from "better-auth/crypto";
import { getMigrations } from "better-auth/db/migration";
import { sealData } from "iron-session";
import { EncryptJWT } from "jose";
import { encode } from "next-auth/jwt";
import { onCookie, options } from "../../better-auth";
import { floorKey } from "../../floor-key";
import { ironOptions } from "../../iron-session";
import { pool } from "../../pool";
import { DAY } from "../../strategies";

export interface User {
  id: string;
  email: string;
  name: string;
  role: "user" | "admin";
}

const secret = `${process.env.AUTH_SECRET}`;

/** Creates Better Auth's own tables with the same users. The other peers use the starter's tables. */
export async function addTables(): Promise<void> {
  await (await getMigrations(options)).runMigrations();
  await pool.query(
    `INSERT INTO "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     SELECT id, name, email, true, now(), now() FROM "User"`,
  );
}

/** Functions that create a session and return its cookie header, by subject. */
export const mints: Record<string, (user: User) => Promise<string>> = {
  async "floor-jwt"({ id, email, name, role }) {
    const claims = { sub: id, email, name, role, sid: id, auth_time: Date.now() / 1000 };
    const token = new EncryptJWT(claims).setIssuedAt().setExpirationTime("7d");
    token.setProtectedHeader({ alg: "dir", enc: "A256GCM" });
    return `floor.session-token=${await token.encrypt(floorKey)}`;
  },

  async "authjs-jwt"({ id, email, name }) {
    const salt = "authjs.session-token";
    return `${salt}=${await encode({ token: { sub: id, email, name }, secret, salt })}`;
  },

  async "authjs-database"({ id }) {
    const token = crypto.randomUUID();
    await pool.query(
      `INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "updatedAt")
       VALUES ($1, $2, $3, $4, now(), now())`,
      [crypto.randomUUID(), token, id, new Date(Date.now() + 30 * DAY)],
    );
    return `authjs.session-token=${token}`;
  },

  "better-auth-database": betterAuthSession,

  async "better-auth-cookie"(user) {
    const cookie = await betterAuthSession(user);
    // Better Auth writes the cache itself, at the first reading.
    const request = new Request("http://localhost/api/auth/get-session", { headers: { cookie } });
    const response = await onCookie.handler(request);
    const written = response.headers.getSetCookie().map((line) => line.split(";")[0]);
    return [cookie, ...written].join("; ");
  },

  async "iron-session"({ id, email, name, role }) {
    return `iron-session=${await sealData({ id, email, name, role }, ironOptions)}`;
  },
};

async function betterAuthSession({ id }: User): Promise<string> {
  const token = crypto.randomUUID().replaceAll("-", "");
  await pool.query(
    `INSERT INTO session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
     VALUES ($1, $1, $2, $3, now(), now())`,
    [token, id, new Date(Date.now() + 7 * DAY)],
  );
  const signed = `${token}.${await makeSignature(token, secret)}`;
  return `better-auth.session_token=${encodeURIComponent(signed)}`;
}

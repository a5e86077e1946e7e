import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { findFreePort, onLoopback } from "../port.mjs";
import { inProject } from "../run.mjs";
import { serve } from "../serve.mjs";
import { openSwitch } from "./switch.mjs";

/**
 * Starts a server of `variant`, for example "database+redis", with its own connection to the database and its own
 * users. `accessMaxAge` is in seconds. Throws a Stop if the server does not start.
 */
export async function startServer(variant, { databaseUrl, redisUrl, accessMaxAge }) {
  const [strategy, redis] = variant.split("+");
  const way = await openSwitch(databaseUrl);
  const place = onLoopback(await findFreePort());
  const settings = {
    AUTH_STRATEGY: strategy,
    AUTH_SECRET: randomBytes(32).toString("base64"),
    AUTH_TIMING: "1",
    DEMO: "1",
    ACCESS_TOKEN_MAX_AGE: String(accessMaxAge),
    DATABASE_URL: way.url,
    ...(redis && { REDIS_URL: redisUrl }),
  };
  await serve({ ...unset(), ...settings }, place);
  const people = await addPeople(databaseUrl);
  return { variant, strategy, way, people, url: place.address };
}

/** Unsets every setting, so that neither the environment nor .env files affect the server. */
export function unset() {
  const names = Object.keys(parseEnv(readFileSync(inProject(".env.example"), "utf8")));
  const secrets = ["AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3"];
  return Object.fromEntries([...names, ...secrets].map((name) => [name, ""]));
}

/** Adds throw-away users: the demo's routes may change only their roles and end only their sessions. */
async function addPeople(databaseUrl) {
  const { default: pg } = await import("pg");
  const { hash } = await import("@node-rs/argon2");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const password = randomUUID();
  const hashed = await hash(password);
  const people = {};
  for (const who of ["kicked", "promoted", "leaving", "measured"]) {
    const id = `compare-${randomUUID()}`;
    const email = `${id}@example.com`;
    await client.query(
      `INSERT INTO "User" (id, email, name, "updatedAt") VALUES ($1, $2, 'Comparison', now())`,
      [id, email],
    );
    await client.query(
      `INSERT INTO "Password" ("userId", hash, "updatedAt") VALUES ($1, $2, now())`,
      [id, hashed],
    );
    await client.query(
      `INSERT INTO "ThrowAwayUser" ("userId", until) VALUES ($1, now() + interval '1 day')`,
      [id],
    );
    people[who] = { email, password };
  }
  await client.end();
  return people;
}

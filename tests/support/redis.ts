// Set-up of the vitest project `redis`: the server that TEST_REDIS_URL names, in front of a database like
// that of the other projects. A server that cannot be reached fails the run. Keys are hashes of random
// tokens, so parallel runs can share a server.
import { createClient } from "@redis/client";
import type { TestProject } from "vitest/node";
import setUpEmbedded from "./embedded";
import setUpPostgres from "./postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Only in the project `redis`. */
    redisUrl?: string;
  }
}

export default async function setup(project: TestProject) {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error("TEST_REDIS_URL is not set");
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  await client.on("error", () => {}).connect();
  await client.ping();
  client.destroy();

  project.provide("redisUrl", url);
  return (process.env.TEST_DATABASE_URL ? setUpPostgres : setUpEmbedded)(project);
}

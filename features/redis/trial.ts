import type { Connection } from "./topology";

/** The commands that the scripts of cached-store.ts call. */
const SCRIPT = `
  return redis.call("SET", KEYS[1], redis.call("GET", KEYS[1]), "PX", redis.call("PTTL", KEYS[1]))`;

/**
 * Sends each command that the app sends, about a key like the app's. Throws the first error that Redis answers with:
 * a replica refuses to write, and a user may lack a command or the keys.
 */
export async function tryOut({ send }: Connection): Promise<void> {
  const key = `session:trial:${crypto.randomUUID()}`;
  const commands = [
    ["SET", key, "trial", "PX", "1000"],
    ["GET", key],
    ["EVAL", SCRIPT, "1", key],
    ["DEL", key],
  ];
  await Promise.all(commands.map((command) => send(key, command)));
}

// Finds out what an address of REDIS_URL is: a single server, a node of a Cluster, or a Sentinel.
import { createClient } from "@redis/client";
import { StoreUnusable } from "../../lib/errors";
import { CONNECT_TIMEOUT, credentialsOf, options, socketTo } from "./options";
import { within } from "./within";

export type Credentials = ReturnType<typeof credentialsOf>;

export type Identity =
  | { mode: "standalone" | "cluster" }
  /** `primary` is the name under which the Sentinels watch it, `credentials` are those that they accept. */
  | { mode: "sentinel"; primary: string; credentials: Credentials };

/** By the first of `seeds` that answers. Rejects with the last error when none does. */
export async function identify(seeds: URL[]): Promise<Identity> {
  let fault: unknown;
  for (const seed of seeds) {
    try {
      return await ask(seed, credentialsOf(seed));
    } catch (error) {
      fault = error;
      const sentinel = await askWithoutCredentials(seed, error);
      if (sentinel) return sentinel;
    }
  }
  throw fault;
}

/** Sentinels often have no users, while the servers that they watch have. */
async function askWithoutCredentials(seed: URL, error: unknown): Promise<Identity | null> {
  if (!/^(WRONGPASS|NOAUTH|ERR.*AUTH)/.test((error as Error).message)) return null;
  const identity = await ask(seed, {}).catch(() => null);
  return identity?.mode === "sentinel" ? identity : null;
}

async function ask(seed: URL, credentials: Credentials): Promise<Identity> {
  const client = createClient({
    ...options,
    ...credentials,
    socket: { ...socketTo(seed), reconnectStrategy: false },
  });
  client.on("error", () => {}); // connect() rejects with it
  try {
    await within(CONNECT_TIMEOUT, client.connect());
    const { mode } = (await within(CONNECT_TIMEOUT, client.sendCommand(["HELLO"]))) as unknown as {
      mode: Identity["mode"];
    };
    if (mode !== "sentinel") return { mode };
    const watched = await within(CONNECT_TIMEOUT, client.sendCommand(["SENTINEL", "MASTERS"]));
    return {
      mode,
      primary: choosePrimary(watched as unknown as { name: string }[], seed),
      credentials,
    };
  } finally {
    client.destroy();
  }
}

function choosePrimary(watched: { name: string }[], seed: URL): string {
  const names = watched.map(({ name }) => name);
  const wanted = seed.searchParams.get("primary");
  const [only] = wanted ? names.filter((name) => name === wanted) : names.length === 1 ? names : [];
  if (only) return only;
  throw new StoreUnusable(`the Sentinels watch ${names.join(", ") || "nothing"}`, "PRIMARY");
}

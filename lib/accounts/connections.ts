// The accounts at providers with which a user can sign in.
import "server-only";
import { askDatabase } from "../database/client";
import { env } from "../env";
import { countWaysIn } from "./last-way-in";
import { listProviders, type ProviderInfo } from "./providers";

export interface Connection {
  provider: string;
  /** Unknown without a database. */
  createdAt: Date | null;
}

/** The providers that are connected to a user, oldest first. Without a database, the one that they signed in with. */
export async function listConnections(userId: string): Promise<Connection[]> {
  if (!env.DATABASE_URL) {
    const provider = listProviders().find(({ id }) => userId.startsWith(`${id}:`));
    return provider ? [{ provider: provider.id, createdAt: null }] : [];
  }
  // A user can have any number of accounts at one provider.
  const found = await askDatabase(({ prisma }) =>
    prisma.account.groupBy({
      by: ["provider"],
      where: { userId },
      _min: { createdAt: true },
      orderBy: { _min: { createdAt: "asc" } },
    }),
  );
  return found.map(({ provider, _min }) => ({ provider, createdAt: _min.createdAt }));
}

/** The providers with which this user can sign in, oldest first: connected, and configured on this server. */
export async function connectedProviders(userId: string): Promise<ProviderInfo[]> {
  const connections = await listConnections(userId);
  const connected = new Set(connections.map(({ provider }) => provider));
  return listProviders().filter(({ id }) => connected.has(id));
}

/** "last-way-in": nothing was changed, because the user could not sign in any more. */
export type Disconnected = "done" | "gone" | "last-way-in";

/** Removes a provider's accounts from a user, with their tokens. */
export function disconnect(userId: string, provider: string): Promise<Disconnected> {
  return askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      if ((await countWaysIn(transaction, userId, { provider })) === 0) return "last-way-in";
      const { count } = await transaction.account.deleteMany({ where: { userId, provider } });
      return count > 0 ? "done" : "gone";
    }),
  );
}

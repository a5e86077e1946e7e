// The accounts at providers that let a user sign in, whatever else the app does with them.
import "server-only";
import { askDatabase } from "../database/client";
import { listProviders, type ProviderInfo } from "./providers";

/** The providers that let this user in, oldest first: connected, and set up on this server. */
export async function connectedProviders(userId: string): Promise<ProviderInfo[]> {
  const rows = await askDatabase(({ prisma }) =>
    prisma.account.findMany({
      where: { userId },
      orderBy: { createdAt: "asc" },
      select: { provider: true },
    }),
  );
  const connected = new Set(rows.map(({ provider }) => provider));
  return listProviders().filter(({ id }) => connected.has(id));
}

/** "last-way-in": nothing was changed, because nothing else would let the user in. */
export type Disconnected = "done" | "gone" | "last-way-in";

/** Takes a provider's accounts from a user, with their tokens. */
export function disconnect(userId: string, provider: string): Promise<Disconnected> {
  const usable = listProviders().map(({ id }) => id);
  return askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      // One after the other: of two at once, each would count the other's account as a way in.
      await transaction.$queryRaw`SELECT id FROM "User" WHERE id = ${userId} FOR NO KEY UPDATE`;
      const password = await transaction.password.count({ where: { userId } });
      const others = { not: provider, in: usable };
      const accounts = await transaction.account.count({ where: { userId, provider: others } });
      if (password + accounts === 0) return "last-way-in";
      const { count } = await transaction.account.deleteMany({ where: { userId, provider } });
      return count > 0 ? "done" : "gone";
    }),
  );
}

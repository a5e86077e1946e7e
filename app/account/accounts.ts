import "server-only";
import { askDatabase, getPrisma } from "@/lib/db";

/** The providers that are connected to a user, oldest first. Never their tokens. */
export async function listAccounts(userId: string) {
  return askDatabase(() =>
    getPrisma().account.findMany({
      where: { userId },
      select: { provider: true, createdAt: true },
      orderBy: { createdAt: "asc" },
    }),
  );
}

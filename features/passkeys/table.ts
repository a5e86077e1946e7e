// The passkeys of users, in the table Passkey.
import "server-only";
import { Prisma } from "../../generated/prisma/client";
import { countWaysIn } from "../../lib/accounts/last-way-in";
import { askDatabase } from "../../lib/database/client";

/** The most that one user may have. */
export const MOST_PASSKEYS = 20;

/** A passkey for the account page. The id identifies the credential and gives no access. */
export interface PasskeyRecord {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Oldest first. */
export function listPasskeys(userId: string): Promise<PasskeyRecord[]> {
  return askDatabase(({ prisma }) =>
    prisma.passkey.findMany({
      where: { userId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { id: true, name: true, createdAt: true, lastUsedAt: true },
    }),
  );
}

export const listCredentials = (userId: string) =>
  askDatabase(({ prisma }) =>
    prisma.passkey.findMany({ where: { userId }, select: { id: true, transports: true } }),
  );

export interface NewPasskey {
  id: string;
  name: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
}

/** "taken": the authenticator has this passkey already. */
export type Inserted = "done" | "too-many" | "taken";

export async function insertPasskey(
  userId: string,
  { counter, ...passkey }: NewPasskey,
): Promise<Inserted> {
  try {
    return await askDatabase(({ prisma }) =>
      prisma.$transaction(async (transaction) => {
        // Runs one after the other, so that parallel additions do not exceed the limit.
        await transaction.$queryRaw`SELECT id FROM "User" WHERE id = ${userId} FOR NO KEY UPDATE`;
        if ((await transaction.passkey.count({ where: { userId } })) >= MOST_PASSKEYS)
          return "too-many";
        await transaction.passkey.create({
          data: { userId, ...passkey, counter },
          select: { id: true },
        });
        return "done";
      }),
    );
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    if (isTaken) return "taken";
    throw error;
  }
}

/** False if the user has no such passkey. */
export async function renamePasskey(userId: string, id: string, name: string): Promise<boolean> {
  const { count } = await askDatabase(({ prisma }) =>
    prisma.passkey.updateMany({ where: { id, userId }, data: { name } }),
  );
  return count === 1;
}

/** "last-way-in": nothing was changed, because the user could not sign in any more. */
export type Removed = "done" | "gone" | "last-way-in";

export function removePasskey(userId: string, id: string): Promise<Removed> {
  return askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      if ((await countWaysIn(transaction, userId, { passkey: id })) === 0) return "last-way-in";
      const { count } = await transaction.passkey.deleteMany({ where: { id, userId } });
      return count > 0 ? "done" : "gone";
    }),
  );
}

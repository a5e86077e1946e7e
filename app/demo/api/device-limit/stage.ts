// Where the experiment happens: a strategy with a limit of its own, over the real store, and a throw-away
// user, because the limit ends the oldest sessions of a user, and yours are not to be played with.
import "server-only";
import { descriptor } from "@/auth";
import { askDatabase } from "@/lib/database/client";
import { sessionPolicy } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import type { SessionUser } from "@/lib/session/strategy";

export const LIMIT = 2;
/** Seconds that all of it lasts. */
export const MAX_AGE = 60 * 60;

export const lab = assemble(descriptor, {
  policy: {
    ...sessionPolicy,
    deviceLimit: LIMIT,
    maxAge: MAX_AGE,
    absoluteMaxAge: MAX_AGE,
    idleTimeout: undefined,
    accessMaxAge: 10, // not to be waited for
  },
});

const PREFIX = "demo-device-limit-";

/** Somebody with neither email nor password: nobody can sign in as them. `ownerId` is who tries it out. */
export async function createThrowAwayUser(ownerId: string): Promise<SessionUser> {
  const id = `${PREFIX}${ownerId}-${crypto.randomUUID()}`;
  const user = { id, email: null, name: "Device limit demo", role: "user" } as const;
  // Without records there is nothing that would refer to a row.
  if (!lab.records) return user;
  const forgotten = new Date(Date.now() - MAX_AGE * 1000);
  await askDatabase(async ({ prisma }) => {
    const users = prisma.user;
    await users.deleteMany({ where: { id: { startsWith: PREFIX }, createdAt: { lt: forgotten } } });
    await users.create({ data: { id, name: user.name }, select: { id: true } });
  });
  return user;
}

export async function deleteThrowAwayUser(id: string): Promise<void> {
  await lab.revocation?.endAll(id);
  if (lab.records) await askDatabase(({ prisma }) => prisma.user.deleteMany({ where: { id } }));
}

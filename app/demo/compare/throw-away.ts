// Users who exist for one story: no email, no password, nobody can sign in as them.
import "server-only";
import { askDatabase } from "@/lib/database/client";
import type { SessionUser } from "@/lib/session/strategy";
import { FIRST_ROLE, HOUR } from "./story";

const PREFIX = "story-";

/** Runs `work` for a user who is deleted afterwards, with their sessions. */
export async function withUser<T>(work: (user: SessionUser) => Promise<T>): Promise<T> {
  const user = { name: "Someone in a story", email: null, role: FIRST_ROLE };
  const id = PREFIX + crypto.randomUUID();
  try {
    await askDatabase(({ prisma }) => prisma.user.create({ data: { id, ...user } }));
    return await work({ id, ...user });
  } finally {
    await askDatabase(({ prisma }) => prisma.user.deleteMany({ where: { id } }));
  }
}

/** Users whom a process left behind that was stopped in the middle of a story. */
export async function sweep(): Promise<void> {
  const createdAt = { lt: new Date(Date.now() - HOUR * 1000) };
  await askDatabase(({ prisma }) =>
    prisma.user.deleteMany({ where: { id: { startsWith: PREFIX }, createdAt } }),
  );
}

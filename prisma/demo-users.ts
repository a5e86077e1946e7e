import { type PrismaClient, Role } from "../generated/prisma/client";
import { hashPassword, verifyPassword } from "../lib/accounts/password";

/** This password is public. Never use it in a database that others can reach. */
const PASSWORD = "correct horse battery staple";

export const demoUsers = [
  { email: "user@example.com", name: "Uma User", role: Role.user },
  { email: "admin@example.com", name: "Ada Admin", role: Role.admin },
];

/**
 * Adds missing demo users. Existing ones are not changed, so changes made in the demo survive a restart. With `reset`,
 * deletes them with their sessions and adds them again. Returns the addresses of users whose sign-in differs from the
 * one that the demo prints: another password or role, or disabled.
 */
export async function addDemoUsers(prisma: PrismaClient, reset: boolean): Promise<string[]> {
  if (reset)
    await prisma.user.deleteMany({ where: { email: { in: demoUsers.map(({ email }) => email) } } });
  const changed = await Promise.all(demoUsers.map((user) => addOrCheck(prisma, user)));
  return demoUsers.flatMap(({ email }, n) => (changed[n] ? [email] : []));
}

/** Adds a missing user. Returns whether an existing one differs. */
async function addOrCheck(prisma: PrismaClient, user: (typeof demoUsers)[number]) {
  const found = await prisma.user.findUnique({
    where: { email: user.email },
    select: { role: true, disabledAt: true, password: { select: { hash: true } } },
  });
  if (found) {
    const { role, disabledAt, password } = found;
    const signsIn = password !== null && (await verifyPassword(password.hash, PASSWORD));
    return !signsIn || disabledAt !== null || role !== user.role;
  }
  const password = { create: { hash: await hashPassword(PASSWORD) } };
  await prisma.user
    .create({ data: { ...user, emailVerified: new Date(), password } })
    .catch((error) => {
      if (error.code !== "P2002") throw error; // another run has just added the user
    });
  return false;
}

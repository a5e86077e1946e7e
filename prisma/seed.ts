// npm run db:seed  the two users of demo, development and tests. `npm start` never runs this.
// Its password is public: not for a database that others can reach.
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, Role } from "../generated/prisma/client";
import { hashPassword, verifyPassword } from "../lib/password";
import { fail, requireDatabaseUrl } from "./command";

const PASSWORD = "correct horse battery staple";
const people = [
  { email: "user@example.com", name: "Uma User", role: Role.user },
  { email: "admin@example.com", name: "Ada Admin", role: Role.admin },
];

try {
  const prisma = new PrismaClient({ adapter: new PrismaPg(requireDatabaseUrl()) });
  await Promise.all(people.map((person) => seed(prisma, person)));
  await prisma.$disconnect();
  console.log(`Seeded: ${people.map(({ email }) => email).join(", ")}`);
} catch (error) {
  fail(error);
}

/** Puts the person back as they were: a role or a password changed while trying things out is undone. */
async function seed(prisma: PrismaClient, { email, name, role }: (typeof people)[number]) {
  const { id, password } = await prisma.user.upsert({
    where: { email },
    create: { email, name, role, emailVerified: new Date() },
    update: { name, role },
    select: { id: true, password: { select: { hash: true } } },
  });
  if (password && (await verifyPassword(password.hash, PASSWORD))) return;
  const hash = await hashPassword(PASSWORD);
  await prisma.password.upsert({
    where: { userId: id },
    create: { userId: id, hash },
    update: { hash },
  });
}

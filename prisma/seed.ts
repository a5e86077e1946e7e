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
  await seed();
  console.log(`Seeded: ${people.map(({ email }) => email).join(", ")}`);
} catch (error) {
  const noTables = (error as { code?: string }).code === "P2021";
  fail(noTables ? new Error("The database has no tables yet → npm run db:migrate") : error);
}

async function seed() {
  const prisma = new PrismaClient({ adapter: new PrismaPg(requireDatabaseUrl()) });
  try {
    await Promise.all(people.map((person) => restore(prisma, person)));
  } finally {
    await prisma.$disconnect();
  }
}

/** Puts the person back as they were: a role or a password changed while trying things out is undone. */
async function restore(prisma: PrismaClient, { email, name, role }: (typeof people)[number]) {
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

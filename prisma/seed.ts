// npm run db:seed  the two users of demo, development and tests. `npm start` never runs this.
// Its password is public: not for a database that others can reach.
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, Role } from "../generated/prisma/client";
import { hashPassword } from "../lib/accounts/password";
import { cannotOpen, fail, requireDatabaseUrl } from "./command";

const PASSWORD = "correct horse battery staple";
const people = [
  { email: "user@example.com", name: "Uma User", role: Role.user },
  { email: "admin@example.com", name: "Ada Admin", role: Role.admin },
];

try {
  await seed();
  console.log(`Seeded: ${people.map(({ email }) => email).join(", ")}`);
} catch (error) {
  const { code = "" } = error as { code?: string };
  if (code === "P2021") fail(new Error("The database has no tables yet → npm run db:migrate"));
  else fail(code.startsWith("P1") ? new Error(cannotOpen) : error);
}

async function seed() {
  const prisma = new PrismaClient({ adapter: new PrismaPg(requireDatabaseUrl()) });
  try {
    await Promise.all(people.map((person) => create(prisma, person)));
  } finally {
    await prisma.$disconnect();
  }
}

/** Whoever is there stays as they are, so that what was tried out outlives a restart. */
async function create(prisma: PrismaClient, person: (typeof people)[number]) {
  const { email } = person;
  if (await prisma.user.findUnique({ where: { email }, select: { id: true } })) return;
  const password = { create: { hash: await hashPassword(PASSWORD) } };
  await prisma.user
    .create({ data: { ...person, emailVerified: new Date(), password } })
    .catch((error) => {
      if (error.code !== "P2002") throw error; // else another run was faster
    });
}

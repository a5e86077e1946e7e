// npm run db:seed             adds the two users of the demo, development and tests. `npm start` never runs this.
// npm run db:seed -- --reset  deletes them and their sessions first, so that they are in their initial state
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/prisma/client";
import { cannotOpen, fail, requireDatabaseUrl } from "./command";
import { addDemoUsers, demoUsers } from "./demo-users";

const prisma = new PrismaClient({ adapter: new PrismaPg(requireDatabaseUrl()) });
try {
  const changed = await addDemoUsers(prisma, process.argv.includes("--reset"));
  console.log(`Seeded: ${demoUsers.map(({ email }) => email).join(", ")}`);
  if (changed.length > 0) console.log(`Changed since: ${changed.join(", ")}`);
} catch (error) {
  const { code = "" } = error as { code?: string };
  if (code === "P2021") fail(new Error("The database has no tables yet → npm run db:migrate"));
  else fail(code.startsWith("P1") ? new Error(cannotOpen) : error);
} finally {
  await prisma.$disconnect();
}

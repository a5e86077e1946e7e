// npm run db:drift  exits with 1 when a change of schema.prisma has no migration yet
import { fail } from "./command";
import { findDrift } from "./compare";

try {
  const sql = await findDrift();
  if (sql)
    throw new Error(
      `schema.prisma has changes without a migration → npm run db:migrate -- --create NAME\n\n${sql}`,
    );
  console.log("schema.prisma and the migrations match.");
} catch (error) {
  fail(error);
}
process.exit(); // otherwise a timer of the engine keeps the process alive for ten seconds

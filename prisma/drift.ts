// npm run db:drift  ends with 1 when a change of schema.prisma has no migration yet
import { fail } from "./command";
import { findDrift } from "./compare";

try {
  const sql = await findDrift();
  if (sql)
    throw new Error(
      `schema.prisma is ahead of the migrations → npm run db:migrate -- --create NAME\n\n${sql}`,
    );
  console.log("schema.prisma and the migrations agree.");
} catch (error) {
  fail(error);
}
process.exit(); // the engine leaves a timer of ten seconds behind

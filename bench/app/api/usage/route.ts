import { connection } from "next/server";

/**
 * Answers with the CPU time of the process in microseconds, and how often pages have called the strategy since its
 * start.
 */
export async function GET() {
  await connection();
  const { user, system } = process.cpuUsage();
  const { sessionChecks = 0 } = globalThis as { sessionChecks?: number };
  return Response.json({ processor: user + system, checks: sessionChecks });
}

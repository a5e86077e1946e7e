import { connection } from "next/server";

/** Since the process started: its processor time in microseconds, and how often pages asked the strategy. */
export async function GET() {
  await connection();
  const { user, system } = process.cpuUsage();
  const { sessionChecks = 0 } = globalThis as { sessionChecks?: number };
  return Response.json({ processor: user + system, checks: sessionChecks });
}

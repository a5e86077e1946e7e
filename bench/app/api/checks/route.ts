import { connection } from "next/server";

/** How often pages have asked the strategy so far. */
export async function GET() {
  await connection();
  const { sessionChecks = 0 } = globalThis as { sessionChecks?: number };
  return Response.json({ checks: sessionChecks });
}

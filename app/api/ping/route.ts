import { connection } from "next/server";
import { json } from "@/lib/http/respond";

/** The same kind of handler as /api/me, without any auth: the baseline for what auth costs. */
export async function GET() {
  await connection();
  return json({ ok: true });
}

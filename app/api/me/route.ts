import { strategy } from "@/auth";
import { env } from "@/lib/env";
import { answerFaults, json } from "@/lib/http/respond";
import { measured, toServerTiming } from "@/lib/http/timing";
import { getCurrentUser, unauthenticated } from "@/lib/session/current";
import type { SessionUser } from "@/lib/session/strategy";

/** Who is signed in: 200 `{ user, strategy }`, 401 with a reason, or 503 when it could not be checked. */
export const GET = answerFaults(async () => {
  if (!env.AUTH_TIMING) return answer(await getCurrentUser());
  const { result: user, cost } = await measured(getCurrentUser);
  return answer(user, { "Server-Timing": toServerTiming(cost) });
});

async function answer(user: SessionUser | null, headers: Record<string, string> = {}) {
  if (!user) return unauthenticated(headers);
  return json({ user, strategy: strategy.name }, 200, headers);
}

import { strategy } from "@/auth";
import { env } from "@/lib/env";
import { getCurrentUser, unauthenticated } from "@/lib/session/current";
import { answerFaults, json } from "@/lib/session/respond";
import { measured, toServerTiming } from "@/lib/timing";

/** Who is signed in: 200 `{ user, strategy }`, 401 with a reason, or 503 when it could not be checked. */
export const GET = answerFaults(async () => {
  const { result: user, cost } = await measured(getCurrentUser);
  const headers: Record<string, string> = env.AUTH_TIMING
    ? { "Server-Timing": toServerTiming(cost) }
    : {};
  if (!user) return unauthenticated(headers);
  return json({ user, strategy: strategy.name }, 200, headers);
});

import { ask } from "./ask";

interface Me {
  id: string;
  role: string;
}

/** What /api/me says of this browser. "unknown" is no sign-out: the answer could not be had. */
export type MeAnswer = { state: "in"; user: Me } | { state: "out" } | { state: "unknown" };

export async function askMe(): Promise<MeAnswer> {
  const { status, body } = await ask<{ user?: Me }>("/api/me");
  if (status === 200 && body?.user) return { state: "in", user: body.user };
  return { state: status === 401 ? "out" : "unknown" };
}

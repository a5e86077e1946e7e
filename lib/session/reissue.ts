// Replaces the session of a signed-in user, for example when their password changes.
import "server-only";
import { cookies, headers } from "next/headers";
import { strategy } from "@/auth";
import { sessionCookies } from "./cookie";
import { beginSession } from "./lifecycle";
import type { IssuedSession, Session, SessionUser } from "./strategy";

/**
 * Signs `user` in again, by `method`: a new token and a new authTime. `short` is the choice "Keep me signed in". The
 * previous session ends if the strategy can revoke it. For server actions and route handlers: it sets the cookies.
 */
export async function reissueSession(
  user: SessionUser,
  { short, method }: Pick<Session, "short" | "method"> = {},
): Promise<IssuedSession> {
  const request = { headers: await headers(), cookies: await cookies() };
  const issued = await beginSession(strategy, request, user, { short, method });
  sessionCookies(strategy, request).set({ cookie: issued.cookie, short });
  return issued;
}

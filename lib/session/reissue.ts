// A new session for someone who has one already, for the moment in which what proves who they are changes.
import "server-only";
import { cookies, headers } from "next/headers";
import { strategy } from "@/auth";
import { sessionCookies } from "./cookie";
import { beginSession } from "./lifecycle";
import type { IssuedSession, SessionUser } from "./strategy";

/**
 * Signs `user` in again: a new token and a new authTime. The session before ends where the strategy can revoke.
 * For server actions and route handlers: it sets the cookies.
 */
export async function reissueSession(user: SessionUser): Promise<IssuedSession> {
  const request = { headers: await headers(), cookies: await cookies() };
  const issued = await beginSession(strategy, request, user);
  sessionCookies(strategy, request).set({ cookie: issued.cookie });
  return issued;
}

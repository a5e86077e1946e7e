// A new session for someone who has one already, at the moment in which what proves who they are changes.
import "server-only";
import { cookies, headers } from "next/headers";
import { strategy } from "@/auth";
import { signInContext } from "../../authjs/sessions";
import { sessionCookies } from "../cookie";
import type { IssuedSession, SessionUser } from "../strategy";

/**
 * Signs `user` in anew: another token and another authTime. The session before is over where the strategy
 * can revoke. For server actions and route handlers: it sets the cookies.
 */
export async function reissueSession(user: SessionUser): Promise<IssuedSession> {
  const request = { headers: await headers(), cookies: await cookies() };
  const issued = await strategy.create(user, signInContext(strategy, request));
  sessionCookies(strategy.name, request).set(issued);
  return issued;
}

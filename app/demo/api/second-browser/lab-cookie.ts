// Keeps the second browser's session cookies in a cookie of the first. Sealed, so that the browser never
// holds a second live session: whoever stole the first could take it along and outlast every limit.
import "server-only";
import { cookies, headers } from "next/headers";
import { env } from "@/lib/env";
import { isHttps } from "@/lib/session/cookie";
import { createSeal } from "@/lib/session/seal";

const NAME = "demo-second-browser";
const PATH = "/demo/api/second-browser";
/** Seconds. */
const MAX_AGE = 60 * 60;

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: NAME });

export interface Second {
  userId: string;
  sessionId: string;
  cookie: string;
  refreshToken?: string;
  signedOutAt: number | null;
}

/** The second browser that this user opened here, if there is one. */
export async function getSecond(userId: string): Promise<Second | null> {
  const claims = await open((await cookies()).get(NAME)?.value ?? "", Date.now());
  if (claims?.sub !== userId) return null;
  return claims.second as Second;
}

export async function keepSecond(second: Second): Promise<void> {
  const exp = Math.floor(Date.now() / 1000) + MAX_AGE;
  await setCookie(await seal({ sub: second.userId, second, exp }), MAX_AGE);
}

export async function forgetSecond(): Promise<void> {
  await setCookie("", 0);
}

async function setCookie(value: string, maxAge: number): Promise<void> {
  const secure = isHttps(await headers());
  const options = { path: PATH, httpOnly: true, sameSite: "strict", secure, maxAge } as const;
  (await cookies()).set(NAME, value, options);
}

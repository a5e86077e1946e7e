// Keeps the cookies of the browsers that were opened in a cookie of this one. Sealed: none of them can be used.
import "server-only";
import { cookies, headers } from "next/headers";
import { env } from "@/lib/env";
import { isHttps } from "@/lib/session/cookie";
import { createSeal } from "@/lib/session/seal";
import type { SessionUser } from "@/lib/session/strategy";
import { MAX_AGE } from "./stage";

const NAME = "demo-device-limit";
const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: NAME });

/** What a browser holds. Nothing any more, once it is out. */
export type Held = { cookie: string; refreshToken?: string } | null;

export interface Lab {
  /** Who opened it. */
  owner: string;
  user: SessionUser;
  browsers: Held[];
}

export async function getLab(owner: string): Promise<Lab | null> {
  const claims = await open((await cookies()).get(NAME)?.value ?? "", Date.now());
  const lab = claims?.lab as Lab | undefined;
  return lab?.owner === owner ? lab : null;
}

/** Null forgets it. */
export async function keepLab(lab: Lab | null): Promise<void> {
  const exp = Math.floor(Date.now() / 1000) + MAX_AGE;
  const value = lab ? await seal({ lab, exp }) : "";
  (await cookies()).set(NAME, value, {
    path: "/demo/api/device-limit",
    httpOnly: true,
    sameSite: "strict",
    secure: isHttps(await headers()),
    maxAge: lab ? MAX_AGE : 0,
  });
}

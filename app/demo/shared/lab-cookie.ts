// Stores sessions of the lab in a cookie of the visitor. The cookie is encrypted, so that the browser never has a second
// usable session that a thief could copy together with the first one.
import "server-only";
import { cookies, headers } from "next/headers";
import { env } from "@/lib/env";
import { isHttps } from "@/lib/http/origin";
import { createSeal } from "@/lib/session/tokens/seal";

interface LabCookieOptions {
  /** Also the purpose of the key: no other cookie of this app can be decrypted with it. */
  name: string;
  path: string;
  /** Seconds. */
  maxAge: number;
}

export function labCookie<Kept>({ name, path, maxAge }: LabCookieOptions) {
  const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: name });
  const claims = async () => open((await cookies()).get(name)?.value ?? "", Date.now());

  return {
    /** The stored value of this user, or null. */
    async get(userId: string): Promise<Kept | null> {
      const found = await claims();
      return found?.sub === userId ? (found.kept as Kept) : null;
    },

    /** The same for any user. */
    async open(): Promise<Kept | null> {
      return ((await claims())?.kept as Kept | undefined) ?? null;
    },

    /** Null deletes the stored value. */
    async keep(userId: string, kept: Kept | null): Promise<void> {
      const exp = Math.floor(Date.now() / 1000) + maxAge;
      const value = kept ? await seal({ sub: userId, kept, exp }) : "";
      const secure = isHttps(await headers());
      const options = { path, httpOnly: true, sameSite: "strict", secure } as const;
      (await cookies()).set(name, value, { ...options, maxAge: kept ? maxAge : 0 });
    },
  };
}

import { cookies, headers } from "next/headers";
import { z } from "zod";
import {
  cut,
  ECHO_PATH,
  type Kind,
  kinds,
  labCookieNames,
  MAX_CLAIMS,
  type Made,
} from "@/app/demo/cookie-size/recipe";
import { cookieBytes } from "@/app/demo/shared/cookie-bytes";
import { labAction } from "@/app/demo/shared/lab-route";
import { isHttps } from "@/lib/http/origin";
import { json } from "@/lib/http/respond";
import { toClaims } from "@/lib/session/tokens/claims";
import { labSeal } from "./seal";

/** Seconds. Cookies that a closed browser leaves behind expire after that. */
const MAX_AGE = 600;

const recipe = z.object({
  kind: z.enum(Object.keys(kinds) as [Kind, ...Kind[]]),
  count: z.int().min(0).max(MAX_CLAIMS),
  split: z.boolean(),
});

/** Encrypts the claims of a session cookie and `count` extra claims, and sets the result as lab cookies. */
export const POST = labAction(recipe, async (session, { kind, count, split }) => {
  const { make } = kinds[kind];
  const sealed = await labSeal.seal({
    ...toClaims({ ...session, accessExpires: undefined }),
    extra: count > 0 ? Array.from({ length: count }, (_, n) => make(n)) : undefined,
  });
  const made = cut(sealed, split);
  await replaceLabCookies(made);
  const body: Made = {
    sealed: sealed.length,
    cookies: made.map(([name, value]) => cookieBytes(name, value)),
  };
  return json(body);
});

/** Deletes all lab cookies. They are not sent to this path, so this works even if they are too large to send. */
export const DELETE = labAction(z.object({}), async () => {
  await replaceLabCookies([]);
  return json({ cookies: [] });
});

async function replaceLabCookies(made: [name: string, value: string][]): Promise<void> {
  const jar = await cookies();
  const secure = isHttps(await headers());
  const wanted = new Map(made);
  for (const name of labCookieNames) {
    const maxAge = wanted.has(name) ? MAX_AGE : 0;
    const options = {
      path: ECHO_PATH,
      httpOnly: true,
      sameSite: "strict",
      secure,
      maxAge,
    } as const;
    jar.set(name, wanted.get(name) ?? "", options);
  }
}

// Without a database, the tokens of the provider with which the user signed in are in a separate encrypted cookie. They
// are not in the session's cookie, which more code reads.
import "server-only";
import { z } from "zod";
import { env } from "../../lib/env";
import { log } from "../../lib/log";
import { providerTokensCookie } from "../../lib/session/cookie";
import { createSeal } from "../../lib/session/tokens/seal";
import { NO_TOKENS, type ProviderTokens, type TokenStore } from "./client";
import { singleFlight } from "./single-flight";

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: "provider-tokens" });

/** For how many milliseconds requests with the old cookie get the tokens of the first request's refresh. */
const GRACE = 10_000;
/** Browsers drop a cookie above 4096 bytes, name and attributes included. */
const MAX_LENGTH = 3_900;

const claims = z.object({
  sub: z.string(),
  provider: z.string(),
  access_token: z.string().nullable(),
  refresh_token: z.string().nullable(),
  expires_at: z.number().nullable(),
  /** Stored instead of the tokens: the previous ones are used up. */
  tooLong: z.literal(true).optional(),
});
type Claims = z.output<typeof claims>;

/** The results of `headers()` and `cookies()` of next/headers, or the values of a test. */
export interface RequestParts {
  headers: Headers;
  cookies: {
    get(name: string): { value: string } | undefined;
    set(name: string, value: string, options: object): unknown;
  };
}

export async function readCookie({ headers, cookies }: RequestParts): Promise<Claims | null> {
  const value = cookies.get(providerTokensCookie(headers).name)?.value;
  return claims.safeParse(value && (await open(value, Date.now()))).data ?? null;
}

export async function writeCookie({ headers, cookies }: RequestParts, held: Claims): Promise<void> {
  const { name, options } = providerTokensCookie(headers);
  const exp = Math.floor(Date.now() / 1000) + options.maxAge;
  let value = await seal({ ...held, exp });
  if (value.length > MAX_LENGTH) {
    const { sub, provider } = held;
    log.warn(`The tokens of ${provider} are too long for a cookie: set DATABASE_URL`);
    value = await seal({ sub, provider, ...NO_TOKENS, tooLong: true, exp });
  }
  cookies.set(name, value, options);
}

export function removeCookie({ headers, cookies }: RequestParts): void {
  const { name, options } = providerTokensCookie(headers);
  if (cookies.get(name)) cookies.set(name, "", { ...options, maxAge: 0 });
}

export function openCookie(userId: string, provider: string, request: RequestParts): TokenStore {
  async function read() {
    const held = await readCookie(request);
    return held?.sub === userId && held.provider === provider ? held : null;
  }

  return {
    read,
    async renew(_due, ask) {
      const held = await read();
      if (!held) return null;
      // A Server Component cannot set cookies: it fails here, before the refresh token is used up.
      await writeCookie(request, held);
      const key = held.refresh_token ?? held.access_token ?? userId;
      const next: ProviderTokens = await singleFlight(key, () => ask(held), GRACE);
      await writeCookie(request, { ...held, ...next });
      return next;
    },
  };
}

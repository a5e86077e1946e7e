// The tokens in a cookie of their own, encrypted, where there is no database: those of the one provider
// that the user came through. Not in the session's cookie, which is sent through more hands.
import "server-only";
import { z } from "zod";
import { env } from "../../lib/env";
import { log } from "../../lib/log";
import { providerTokensCookie } from "../../lib/session/cookie";
import { createSeal } from "../../lib/session/tokens/seal";
import { NO_TOKENS, type ProviderTokens, type TokenStore } from "./client";
import { singleFlight } from "./single-flight";

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: "provider-tokens" });

/** Milliseconds in which requests that still have the old cookie get the tokens of the first one's refresh. */
const GRACE = 10_000;
/** Browsers drop a cookie above 4096 bytes, name and attributes included. */
const MAX_LENGTH = 3_900;

const claims = z.object({
  sub: z.string(),
  provider: z.string(),
  access_token: z.string().nullable(),
  refresh_token: z.string().nullable(),
  expires_at: z.number().nullable(),
  /** Said in place of the tokens: those of before are used up. */
  tooLong: z.literal(true).optional(),
});
type Claims = z.output<typeof claims>;

/** What `headers()` and `cookies()` of next/headers give, or what a test makes of them. */
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

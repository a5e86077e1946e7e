// A browser in which someone has signed in to an account before. It has its own count of wrong passwords, so that
// strangers cannot lock the owner out (OWASP: "device cookies").
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { knownBrowserCookie, type RequestParts } from "../session/cookie";
import { hashToken, newToken } from "../session/tokens/reference-token";
import { createSeal } from "../session/tokens/seal";

/** Seconds since the last sign-in with a password. */
export const KNOWN_FOR = 180 * 24 * 60 * 60;

/** The maximum number of accounts in one cookie. People who share a browser have separate counts. */
const MOST = 5;

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: "known-browser" });

const claims = z.object({
  accounts: z.array(z.object({ account: z.string(), id: z.string(), until: z.number() })),
});

/** An id of this browser for this account. Undefined if nobody has signed in to the account in this browser. */
export async function knownBrowser(
  email: string,
  request: RequestParts,
): Promise<string | undefined> {
  const account = await toAccount(email);
  return (await read(request)).find((known) => known.account === account)?.id;
}

/** Call it after a right password. Sets the cookie. */
export async function rememberBrowser(email: string, request: RequestParts): Promise<void> {
  const account = await toAccount(email);
  const until = Math.floor(Date.now() / 1000) + KNOWN_FOR;
  const others = (await read(request)).filter((known) => known.account !== account);
  const accounts = [{ account, id: newToken(), until }, ...others.slice(0, MOST - 1)];
  const { name, options } = knownBrowserCookie(request.headers);
  request.cookies.set(name, await seal({ accounts, exp: until }), {
    ...options,
    maxAge: KNOWN_FOR,
  });
}

async function read({ headers, cookies }: RequestParts) {
  const sealed = cookies.get(knownBrowserCookie(headers).name)?.value;
  const { data } = claims.safeParse(sealed && (await open(sealed, Date.now())));
  return data?.accounts.filter(({ until }) => until * 1000 > Date.now()) ?? [];
}

/** Enough of the hash to tell a handful apart. */
const toAccount = async (email: string) => (await hashToken(email.toLowerCase())).slice(0, 32);

// Between Auth.js and the strategy. Auth.js speaks the protocols (OAuth, CSRF, /api/auth/*) and carries
// the cookie; the strategy decides what the cookie is. To Auth.js every strategy looks like a JWT with
// a codec of its own: that is its one mode in which a credentials sign-in works with any kind of
// session, and in which it never reads or writes a session behind our back. docs/decisions/0001.

import {
  type Account,
  CredentialsSignin,
  type NextAuthConfig,
  type Session as PublicSession,
  type User,
} from "next-auth";
import type { JWT } from "next-auth/jwt";
import { audit } from "../../features/audit/audit";
import type { VerifiedUser } from "../accounts/credentials";
import { rememberBrowser } from "../accounts/known-browser";
import { SignInRefused } from "../errors";
import { clientAddress } from "../http/client-address";
import { isHttps, isTrustedHost } from "../http/origin";
import { type RequestParts, sessionCookie } from "../session/cookie";
import { beginSession, endSession } from "../session/lifecycle";
import type { IssuedSession, SessionStrategy, SessionUser } from "../session/strategy";
import { authjsCookies } from "./cookies";
import { AccessDenied, passOn } from "./handlers";

declare module "next-auth" {
  interface Session {
    user: SessionUser;
  }
}

declare module "next-auth/jwt" {
  /** Auth.js hands this from callback to callback; it never leaves the server. */
  interface JWT {
    issued?: IssuedSession;
  }
}

const carry = (issued: IssuedSession): JWT => ({ sub: issued.user.id, issued });

interface Carried {
  /** Who is signed in: one answer per request. */
  current: () => Promise<IssuedSession | null>;
  /** Whether the session at hand goes on although a provider has brought someone: an account was connected to it. */
  stays: () => boolean;
}

/** The part of the Auth.js configuration that binds it to `strategy`, for one request. */
export function carrySessions(
  strategy: SessionStrategy,
  request: RequestParts,
  { current, stays }: Carried,
) {
  const { headers } = request;
  const { name, options } = sessionCookie(strategy, headers);
  const ip = clientAddress(headers);

  async function create(
    user: SessionUser,
    by: string,
    passwordSetAt?: number,
  ): Promise<IssuedSession> {
    try {
      const issued = await beginSession(strategy, request, user, passwordSetAt);
      if (passwordSetAt !== undefined && user.email) await rememberBrowser(user.email, request);
      const facts = { userId: user.id, actorId: user.id, sessionId: issued.id, ip };
      await audit("signed-in", { ...facts, detail: `by ${by}` });
      return issued;
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      await audit("sign-in-failed", { userId: user.id, ip, detail: error.reason });
      // Any other reason is for the audit trail: the password is not the right one any more.
      throw error.reason === "disabled" ? new AccessDenied() : new CredentialsSignin();
    }
  }

  return {
    trustHost: isTrustedHost(headers),
    useSecureCookies: isHttps(headers),
    cookies: { ...authjsCookies(isHttps(headers)), sessionToken: { name, options } },
    session: { strategy: "jwt", maxAge: options.maxAge },
    jwt: {
      // Not the token that Auth.js hands over: it is put together from every cookie whose name begins
      // like ours, while the rest of the app reads this one alone.
      async decode() {
        const issued = await current();
        return issued && carry(issued);
      },
      encode: ({ token }) => token?.issued?.cookie ?? "",
    },
    callbacks: {
      async jwt({ token, user, account, trigger }) {
        const standing = stays() ? await current() : null;
        if (standing) return carry(standing);
        if (user && account) {
          const { passwordSetAt } = user as Partial<VerifiedUser>;
          return carry(await create(toSessionUser(user, account), account.provider, passwordSetAt));
        }
        // update() in the browser: what it sends is not trusted, the user is read again instead.
        if (trigger !== "update" || !token.issued) return token;
        const updated = await strategy.update(token.issued.cookie);
        return updated && carry(updated);
      },
      session: ({ token }) => toPublicSession(token.issued),
    },
    events: {
      // By the cookie that was shown, not by what Auth.js could decode: an access token may have expired.
      async signOut() {
        await endSession(strategy, request);
      },
    },
    logger: { error: passOn },
  } satisfies Partial<NextAuthConfig>;
}

/** The id of a user where no row has one. The one that Auth.js makes up is another at each sign-in. */
export const idWithoutRow = ({ provider, providerAccountId }: Account) =>
  `${provider}:${providerAccountId}`;

/** A row of our User table, or, without a database, what the provider says. */
function toSessionUser(user: User & Partial<SessionUser>, account: Account): SessionUser {
  const { email = null, name = null } = user;
  if (user.id && user.role) return { id: user.id, email, name, role: user.role };
  return { id: idWithoutRow(account), email, name, role: "user" };
}

/** Field by field: what is not written here cannot get out through /api/auth/session. */
function toPublicSession(issued: IssuedSession | undefined): PublicSession {
  if (!issued) throw new Error("A session that no strategy issued");
  const { id, email, name, role } = issued.user;
  return { user: { id, email, name, role }, expires: new Date(issued.expires).toISOString() };
}

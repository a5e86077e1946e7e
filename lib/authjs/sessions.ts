// Connects Auth.js to the strategy. Auth.js implements the protocols (OAuth, CSRF, /api/auth/*) and carries the cookie; the
// strategy decides what the cookie contains. To Auth.js, every session looks like a JWT with a custom codec. Only in that
// mode does a credentials sign-in work with any kind of session, and only then does Auth.js never read or write a session
// itself. docs/decisions/0001.

import {
  type Account,
  CredentialsSignin,
  type NextAuthConfig,
  type Session as PublicSession,
  type User,
} from "next-auth";
import type { JWT } from "next-auth/jwt";
import { rememberProviderLogin } from "@/features/provider-logout/logins";
import { signInAs } from "../accounts/sign-in";
import { SignInRefused } from "../errors";
import { isHttps, isTrustedHost } from "../http/origin";
import { type RequestParts, sessionCookie } from "../session/cookie";
// #region postgres
import { endSession } from "../session/lifecycle";
// #endregion
// without postgres: import { beginSession, endSession } from "../session/lifecycle";
import type { IssuedSession, SessionStrategy, SessionUser } from "../session/strategy";
import { authjsCookies } from "./cookies";
import { AccessDenied, passOn } from "./handlers";

declare module "next-auth" {
  interface Session {
    user: SessionUser;
  }
}

declare module "next-auth/jwt" {
  /** Auth.js passes this from callback to callback. It never leaves the server. */
  interface JWT {
    issued?: IssuedSession;
  }
}

const carry = (issued: IssuedSession): JWT => ({ sub: issued.user.id, issued });

interface Carried {
  /** Who is signed in: one answer per request. */
  current: () => Promise<IssuedSession | null>;
  /** Whether the current session continues after a provider's redirect, because an account was connected to it. */
  stays: () => boolean;
  /** After a provider's redirect: without "Keep me signed in". */
  short?: true;
  /** Called with the session whose cookie Auth.js sets. */
  onCookie?: (session: IssuedSession) => void;
}

/** The part of the Auth.js configuration that binds it to `strategy`, for one request. */
export function carrySessions(
  strategy: SessionStrategy,
  request: RequestParts,
  { current, stays, short: byTrip, onCookie }: Carried,
) {
  const { headers } = request;
  const { name, options } = sessionCookie(strategy, headers);

  // #region postgres
  async function create(
    user: SessionUser,
    account: Account,
    how: Parameters<typeof signInAs>[3],
  ): Promise<IssuedSession> {
    try {
      const issued = await signInAs(strategy, request, user, how);
      await rememberProviderLogin(strategy, account, issued);
      return issued;
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      throw error.reason === "password changed meanwhile"
        ? new CredentialsSignin()
        : new AccessDenied();
    }
  }
  // #endregion

  return {
    trustHost: isTrustedHost(headers),
    useSecureCookies: isHttps(headers),
    cookies: { ...authjsCookies(isHttps(headers)), sessionToken: { name, options } },
    session: { strategy: "jwt", maxAge: options.maxAge },
    jwt: {
      // Not the token that Auth.js passes: Auth.js joins all cookies whose names begin like ours, but the rest of the app
      // reads only this one.
      async decode() {
        const issued = await current();
        return issued && carry(issued);
      },
      encode({ token }) {
        if (token?.issued) onCookie?.(token.issued);
        return token?.issued?.cookie ?? "";
      },
    },
    callbacks: {
      async jwt({ token, user, account, trigger }) {
        const existing = stays() ? await current() : null;
        if (existing) return carry(existing);
        if (user && account) {
          // #region postgres
          const { passwordSetAt, short = byTrip } = user as {
            passwordSetAt?: number;
            short?: true;
          };
          const method = account.type === "credentials" ? "password" : account.provider;
          const how = { method, passwordSetAt, short };
          return carry(await create(toSessionUser(user, account), account, how));
          // #endregion
          // without postgres: const how = { method: account.provider, short: byTrip };
          // without postgres: return carry(await beginSession(strategy, request, toSessionUser(user, account), how));
        }
        // update() in the browser: the data that it sends is ignored.
        if (trigger !== "update" || !token.issued) return token;
        const updated = await strategy.update(token.issued.cookie);
        return updated && carry(updated);
      },
      session: ({ token }) => toPublicSession(token.issued),
    },
    events: {
      // #region refresh
      // Uses the cookie of the request, because Auth.js cannot decode an expired access token.
      // #endregion
      async signOut() {
        await endSession(strategy, request);
      },
    },
    logger: { error: passOn },
  } satisfies Partial<NextAuthConfig>;
}

/** The id of a user who is not stored. Auth.js's own id would be different at each sign-in. */
export const idWithoutRow = ({ provider, providerAccountId }: Account) =>
  `${provider}:${providerAccountId}`;

/** From a row of the User table or, without a database, from the provider. */
function toSessionUser(user: User & Partial<SessionUser>, account: Account): SessionUser {
  const { email = null, name = null } = user;
  // #region postgres
  if (user.id && user.role) return { id: user.id, email, name, role: user.role };
  // #endregion
  return { id: idWithoutRow(account), email, name, role: "user" };
}

/** Field by field: /api/auth/session publishes only what is listed here. */
function toPublicSession(issued: IssuedSession | undefined): PublicSession {
  if (!issued) throw new Error("A session that no strategy issued");
  const { id, email, name, role } = issued.user;
  return { user: { id, email, name, role }, expires: new Date(issued.expires).toISOString() };
}

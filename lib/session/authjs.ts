// Between Auth.js and the strategy. Auth.js speaks the protocols (OAuth, CSRF, /api/auth/*) and carries
// the cookie; the strategy decides what the cookie is. To Auth.js every strategy looks like a JWT with
// a codec of its own: that is its one mode in which a credentials sign-in works with any kind of
// session, and in which it never reads or writes a session behind our back. docs/decisions/0001.
import type { Account, NextAuthConfig, Session as PublicSession, User } from "next-auth";
import type { JWT } from "next-auth/jwt";
import { clientAddress } from "../client-address";
import { passOn } from "./authjs-faults";
import { isHttps, isTrustedHost, sessionCookie } from "./cookie";
import type { IssuedSession, SessionStrategy, SessionUser } from "./strategy";

declare module "next-auth" {
  interface Session {
    user: SessionUser;
  }
}

/** Auth.js hands this from callback to callback; it never leaves the server. */
interface Carrier extends JWT {
  sub: string;
  issued: IssuedSession;
}

const carry = (issued: IssuedSession): Carrier => ({ sub: issued.user.id, issued });
const carried = (token: JWT | null | undefined) => (token as Carrier | undefined)?.issued;

interface RequestParts {
  headers: Headers;
  cookies: { get(name: string): { value: string } | undefined };
}

/** The part of the Auth.js configuration that binds it to `strategy`, for one request. */
export function carrySessions(strategy: SessionStrategy, { headers, cookies }: RequestParts) {
  const { name, options } = sessionCookie(strategy.name, headers);
  const signInContext = () => ({
    previous: cookies.get(name)?.value,
    ip: clientAddress(headers),
    userAgent: headers.get("user-agent")?.slice(0, 500),
  });

  return {
    trustHost: isTrustedHost(headers),
    useSecureCookies: isHttps(headers),
    cookies: { sessionToken: { name, options } },
    session: { strategy: "jwt", maxAge: options.maxAge },
    jwt: {
      // Not the token that Auth.js hands over: it is put together from every cookie whose name begins
      // like ours, while the rest of the app reads this one alone.
      async decode() {
        const cookie = cookies.get(name)?.value;
        const issued = cookie ? await strategy.renew(cookie) : null;
        return issued && carry(issued);
      },
      encode: ({ token }) => carried(token)?.cookie ?? "",
    },
    callbacks: {
      async jwt({ token, user, account, trigger }) {
        if (user && account)
          return carry(await strategy.create(toSessionUser(user, account), signInContext()));
        // update() in the browser: what it sends is not trusted, the user is read again instead.
        const issued = carried(token);
        if (trigger !== "update" || !issued) return token;
        const renewed = await strategy.renew(issued.cookie, { fresh: true });
        return renewed && carry(renewed);
      },
      session: ({ token }) => toPublicSession(carried(token)),
    },
    events: {
      async signOut(message) {
        const issued = "token" in message ? carried(message.token) : undefined;
        if (issued) await strategy.end(issued.cookie);
      },
    },
    logger: { error: passOn },
  } satisfies Partial<NextAuthConfig>;
}

/**
 * A row of our User table, or, without a database, what the provider says: the id is then made of the
 * provider's, because the one that Auth.js makes up is another at each sign-in.
 */
function toSessionUser(user: User & Partial<SessionUser>, account: Account): SessionUser {
  const { email = null, name = null } = user;
  if (user.id && user.role) return { id: user.id, email, name, role: user.role };
  return { id: `${account.provider}:${account.providerAccountId}`, email, name, role: "user" };
}

/** Field by field: what is not written here cannot get out through /api/auth/session. */
function toPublicSession(issued: IssuedSession | undefined): PublicSession {
  if (!issued) throw new Error("A session that no strategy issued");
  const { id, email, name, role } = issued.user;
  return { user: { id, email, name, role }, expires: new Date(issued.expires).toISOString() };
}

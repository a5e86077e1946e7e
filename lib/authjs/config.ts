// The configuration of Auth.js for one request: Auth.js implements the protocols, the strategy the session.
import "server-only";
import { PrismaAdapter } from "@auth/prisma-adapter";
import type { NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { authConfig } from "@/auth.config";
// #region provider-tokens
import { dropProviderTokens, keepProviderTokens } from "@/features/provider-tokens/provider-tokens";
// #endregion
import { verifyCredentials } from "../accounts/credentials";
import { adapterClient } from "../database/client";
import { env } from "../env";
import { clientAddress } from "../http/client-address";
import { onlyLooks } from "../http/renewal";
import { type RequestParts, sessionCookies } from "../session/cookie";
import { hasSignedOut } from "../session/signed-out";
import type { IssuedSession, ReadOptions, SessionStrategy } from "../session/strategy";
import { createArrival } from "./arrival";
import { requireAskedAgain } from "./asked-again";
import { csrfSecret } from "./csrf";
import { guardProvider } from "./provider";
import { toShort } from "./remember";
import { carrySessions } from "./sessions";

/** Where app/api/auth is. */
export const basePath = "/api/auth";

/** Who is signed in: reads it when first asked, renews what is due, and gives the same answer from then on. */
export type Current = () => Promise<IssuedSession | null>;

export function readOnce(
  strategy: SessionStrategy,
  request: RequestParts,
  options?: ReadOptions,
): Current {
  let asked: Promise<IssuedSession | null> | undefined;
  const ask = async () => {
    const { cookie } = sessionCookies(strategy, request);
    if (!cookie) return null;
    const issued = onlyLooks(request.headers)
      ? await look(cookie)
      : await strategy.renew(cookie, options);
    return issued && !hasSignedOut(issued.id, request) ? issued : null;
  };
  const look = async (cookie: string) => {
    const session = await strategy.read(cookie, options);
    return session && { ...session, cookie };
  };
  return () => {
    asked ??= ask();
    return asked;
  };
}

interface ConfigOptions {
  current?: Current;
  /** After a provider's redirect: the user who started the sign-in. */
  setOut?: string;
  /** After a provider's redirect: without "Keep me signed in". */
  short?: true;
  /** Called with the session whose cookie Auth.js sets. */
  onCookie?: (session: IssuedSession) => void;
  // #region postgres
  /** Milliseconds since the epoch. */
  clock?: () => number;
  // #endregion
}

export async function authjsConfig(
  strategy: SessionStrategy,
  request: RequestParts,
  {
    current = readOnce(strategy, request),
    setOut,
    short,
    onCookie,
    // #region postgres
    clock = Date.now,
    // #endregion
  }: ConfigOptions = {},
): Promise<NextAuthConfig> {
  // #region postgres
  const arrival = createArrival({
    ...{ strategy, current, setOut, clock },
    ip: clientAddress(request.headers),
  });
  // #endregion
  const sessions = carrySessions(strategy, request, {
    ...{ current, short, onCookie },
    stays: () => arrival.connected,
  });
  return {
    ...authConfig,
    ...sessions,
    basePath,
    // Auth.js needs it for the CSRF cookie, and otherwise takes what `jwt` says.
    secret: await csrfSecret(request),
    jwt: { ...sessions.jwt, ...{ secret: env.AUTH_SECRET } },
    // #region postgres
    adapter: env.DATABASE_URL ? arrival.adapter(PrismaAdapter(await adapterClient())) : undefined,
    // #endregion
    providers: [
      ...authConfig.providers.map(guardProvider),
      // #region postgres
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" }, remember: {} },
        async authorize(input) {
          const user = await verifyCredentials(input, request);
          return user && Object.assign(user, { short: await toShort(input.remember, current) });
        },
      }),
      // #endregion
    ],
    callbacks: {
      ...authConfig.callbacks,
      ...sessions.callbacks,
      // #region postgres
      signIn: requireAskedAgain({ current, clock }, arrival.callbacks.signIn),
      // #endregion
    },
    // #region provider-tokens
    events: {
      ...sessions.events,
      signIn: ({ account }) => keepProviderTokens(account, request),
      async signOut() {
        await sessions.events.signOut();
        await dropProviderTokens(request);
      },
    },
    // #endregion
  };
}

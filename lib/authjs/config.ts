// The configuration of Auth.js for one request: the protocols are Auth.js's, the session is the strategy's.
import "server-only";
import { PrismaAdapter } from "@auth/prisma-adapter";
import type { NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { authConfig } from "@/auth.config";
import { dropProviderTokens, keepProviderTokens } from "@/features/provider-tokens/provider-tokens";
import { verifyCredentials } from "../accounts/credentials";
import { adapterClient } from "../database/client";
import { env } from "../env";
import { clientAddress } from "../http/client-address";
import { type RequestParts, sessionCookies } from "../session/cookie";
import { hasSignedOut } from "../session/signed-out";
import type { IssuedSession, ReadOptions, SessionStrategy } from "../session/strategy";
import { createArrival } from "./arrival";
import { guardProvider } from "./provider";
import { carrySessions } from "./sessions";

/** Where app/api/auth is. */
export const basePath = "/api/auth";

/** Who is signed in: reads it when first asked, and gives the same answer from then on. */
export type Current = () => Promise<IssuedSession | null>;

export function readOnce(
  strategy: SessionStrategy,
  request: RequestParts,
  options?: ReadOptions,
): Current {
  let asked: Promise<IssuedSession | null> | undefined;
  const ask = async () => {
    const { cookie } = sessionCookies(strategy, request);
    const issued = cookie ? await strategy.renew(cookie, options) : null;
    return issued && !hasSignedOut(issued.id, request) ? issued : null;
  };
  return () => {
    asked ??= ask();
    return asked;
  };
}

interface ConfigOptions {
  current?: Current;
  /** On the way back from a provider: the user who set out. */
  setOut?: string;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

export async function authjsConfig(
  strategy: SessionStrategy,
  request: RequestParts,
  { current = readOnce(strategy, request), setOut, clock = Date.now }: ConfigOptions = {},
): Promise<NextAuthConfig> {
  const arrival = createArrival({ current, setOut, clock, ip: clientAddress(request.headers) });
  const sessions = carrySessions(strategy, request, { current, stays: () => arrival.connected });
  return {
    ...authConfig,
    ...sessions,
    basePath,
    secret: env.AUTH_SECRET,
    adapter: env.DATABASE_URL ? arrival.adapter(PrismaAdapter(await adapterClient())) : undefined,
    providers: [
      ...authConfig.providers.map(guardProvider),
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (input) => verifyCredentials(input, request),
      }),
    ],
    callbacks: { ...authConfig.callbacks, ...arrival.callbacks, ...sessions.callbacks },
    events: {
      ...sessions.events,
      signIn: ({ account }) => keepProviderTokens(account, request),
      async signOut() {
        await sessions.events.signOut();
        await dropProviderTokens(request);
      },
    },
  };
}

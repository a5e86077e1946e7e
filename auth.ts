// Picks the session strategy by AUTH_STRATEGY and puts Auth.js on top of it.
// The strategies are in lib/session/strategies; app code asks lib/session/current.ts who is signed in.
import { PrismaAdapter } from "@auth/prisma-adapter";
import { cookies, headers } from "next/headers";
import NextAuth from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { authConfig } from "./auth.config";
import { audit } from "./features/audit/audit";
import { dropProviderTokens, keepProviderTokens } from "./features/provider-tokens/provider-tokens";
import { verifyCredentials } from "./lib/accounts/credentials";
import { findUser } from "./lib/accounts/users";
import { mendHandler } from "./lib/authjs/handlers";
import { carrySessions } from "./lib/authjs/sessions";
import { adapterClient } from "./lib/database/client";
import { env, sessionPolicy } from "./lib/env";
import { clientAddress } from "./lib/http/client-address";
import { refreshFirst } from "./lib/session/refresh/refresh-first";
import { sessionStore } from "./lib/session/store/table";
import { strategies } from "./lib/session/strategy";

export const strategy = strategies[env.AUTH_STRATEGY]({
  policy: sessionPolicy,
  clock: Date.now,
  secrets: env.AUTH_SECRET,
  store: sessionStore,
  findUser: env.DATABASE_URL ? findUser : undefined,
  async onEnded(ended, reason) {
    const ip = clientAddress(await headers());
    for (const { id, userId } of ended)
      await audit(`session-ended-by-${reason}`, { userId, sessionId: id, ip });
  },
});

const authjs = NextAuth(async (request) => {
  const parts = { headers: await headers(), cookies: await cookies() };
  // The way back from a provider may connect an account to whoever is signed in: that is asked anew.
  const fresh = request?.nextUrl.pathname.startsWith("/api/auth/callback/");
  const sessions = carrySessions(strategy, parts, { fresh });
  return {
    ...authConfig,
    ...sessions,
    secret: env.AUTH_SECRET,
    adapter: env.DATABASE_URL ? PrismaAdapter(await adapterClient()) : undefined,
    providers: [
      ...authConfig.providers,
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (input) => verifyCredentials(input, parts),
      }),
    ],
    callbacks: { ...authConfig.callbacks, ...sessions.callbacks },
    events: {
      ...sessions.events,
      signIn: ({ account }) => keepProviderTokens(account),
      async signOut() {
        await sessions.events.signOut();
        await dropProviderTokens();
      },
    },
  };
});

export const { auth, signIn, signOut } = authjs;
export const handlers = {
  GET: mendHandler(refreshFirst(strategy, authjs.handlers.GET)),
  POST: mendHandler(refreshFirst(strategy, authjs.handlers.POST)),
};

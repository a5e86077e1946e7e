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
import type { RequestParts } from "../session/cookie";
import type { ReadOptions, SessionStrategy } from "../session/strategy";
import { carrySessions } from "./sessions";

export async function authjsConfig(
  strategy: SessionStrategy,
  request: RequestParts,
  reading?: ReadOptions,
): Promise<NextAuthConfig> {
  const sessions = carrySessions(strategy, request, reading);
  return {
    ...authConfig,
    ...sessions,
    secret: env.AUTH_SECRET,
    adapter: env.DATABASE_URL ? PrismaAdapter(await adapterClient()) : undefined,
    providers: [
      ...authConfig.providers,
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (input) => verifyCredentials(input, request),
      }),
    ],
    callbacks: { ...authConfig.callbacks, ...sessions.callbacks },
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

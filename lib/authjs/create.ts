import "server-only";
import { cookies, headers } from "next/headers";
import NextAuth from "next-auth";
import type { SessionStrategy } from "../session/strategy";
import { authjsConfig } from "./config";
import { isWayBack, mendHandler } from "./handlers";
import { refreshFirst } from "./refresh-first";

export function createAuthjs(strategy: SessionStrategy) {
  const authjs = NextAuth(async (request) => {
    const parts = { headers: await headers(), cookies: await cookies() };
    // The way back from a provider may connect an account to whoever is signed in: ask the database for the user.
    return authjsConfig(strategy, parts, { fresh: Boolean(request && isWayBack(request)) });
  });
  const { GET, POST } = authjs.handlers;
  return {
    ...authjs,
    handlers: {
      GET: mendHandler(refreshFirst(strategy, GET)),
      POST: mendHandler(refreshFirst(strategy, POST)),
    },
  };
}

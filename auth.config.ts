// The half of the Auth.js configuration that is Edge-safe: providers, pages, where redirects may lead.
// Add OAuth providers and protected paths here. Nothing that needs Node.js or Prisma: middleware.ts
// imports this file. What a session is stands in lib/session, not here.
import type { NextAuthConfig } from "next-auth";
import type { OAuthConfig } from "next-auth/providers";
import GitHub from "next-auth/providers/github";
import { env } from "./lib/env";
import { toLocalPath } from "./lib/http/redirect";

// biome-ignore lint/suspicious/noExplicitAny: what a provider says of a user is another thing for each.
const providers: OAuthConfig<any>[] = [];

if (env.AUTH_GITHUB_ID)
  providers.push(GitHub({ clientId: env.AUTH_GITHUB_ID, clientSecret: env.AUTH_GITHUB_SECRET }));

if (env.AUTH_OIDC_ISSUER)
  providers.push({
    id: "oidc",
    name: "OpenID Connect",
    type: "oidc",
    issuer: env.AUTH_OIDC_ISSUER,
    clientId: env.AUTH_OIDC_ID,
    clientSecret: env.AUTH_OIDC_SECRET,
    checks: ["pkce", "state", "nonce"],
    authorization: {
      params: {
        scope: env.AUTH_OIDC_SCOPE,
        // Without it, a provider gives no refresh token (OpenID Connect Core 11).
        ...(env.AUTH_OIDC_SCOPE.split(" ").includes("offline_access") ? { prompt: "consent" } : {}),
      },
    },
    // Name and email come from the userinfo endpoint: many providers leave them out of the ID token.
    idToken: false,
  });

export const authConfig = {
  providers,
  pages: { signIn: "/sign-in", error: "/sign-in" },
  callbacks: {
    redirect: ({ url, baseUrl }) => baseUrl + toLocalPath(url, "/", baseUrl),
  },
} satisfies NextAuthConfig;

/** Pages that middleware.ts lets nobody see without a session cookie. A courtesy, not a lock. */
export function isProtected(pathname: string): boolean {
  return /^\/(account|admin)(\/|$)/.test(pathname);
}

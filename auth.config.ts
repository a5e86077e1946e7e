// The Edge-safe half of the Auth.js configuration: providers, pages, allowed redirects.
// Add OAuth providers and protected paths here. Import nothing that needs Node.js or Prisma:
// middleware.ts imports this file. Sessions are defined in lib/session, not here.
import type { NextAuthConfig } from "next-auth";
import type { OAuthConfig } from "next-auth/providers";
import Apple from "next-auth/providers/apple";
import GitHub from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import MicrosoftEntraID from "next-auth/providers/microsoft-entra-id";
import { appleProfile, askGitHub, entraProfile } from "./lib/authjs/profiles";
import { env } from "./lib/env";
import { type ProviderName, providerNames } from "./lib/env-schema";
import { toLocalPath } from "./lib/http/redirect";

// biome-ignore lint/suspicious/noExplicitAny: each provider has another type of profile.
type Provider = OAuthConfig<any>;
type Settings = Pick<Provider, "clientId" | "clientSecret">;

/**
 * The Auth.js module of each provider (https://authjs.dev/getting-started/authentication/oauth). To add one, add its
 * line here and its name in lib/env-schema.ts. docs/providers.md lists what each of them needs.
 */
const known: Record<ProviderName, (settings: Settings) => Provider> = {
  GITHUB: (settings) => GitHub({ ...settings, userinfo: { request: askGitHub } }),
  GOOGLE: Google,
  MICROSOFT_ENTRA_ID: (settings) => MicrosoftEntraID({ ...settings, ...entra }),
  APPLE: (settings) => Apple({ ...settings, profile: appleProfile }),
};

const entra = {
  issuer: env.AUTH_MICROSOFT_ENTRA_ID_ISSUER,
  authorization: { params: { scope: "openid profile email" } },
  profile: entraProfile,
};

const providers = providerNames.flatMap((name): Provider[] => {
  const settings = {
    clientId: env[`AUTH_${name}_ID`],
    clientSecret: env[`AUTH_${name}_SECRET`],
  };
  return settings.clientId ? [withChecks(known[name](settings))] : [];
});

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

/** Providers without an API to call on a user's behalf (features/provider-tokens). */
export const withoutApi = new Set(["apple"]);

/** Auth.js checks only PKCE unless a provider's own file says otherwise. State and nonce do not rely on the provider. */
function withChecks(provider: Provider): Provider {
  return provider.type === "oidc"
    ? { checks: ["pkce", "state", "nonce"], ...provider }
    : { checks: ["pkce", "state"], ...provider };
}

export const authConfig = {
  providers,
  pages: { signIn: "/sign-in", error: "/sign-in" },
  callbacks: {
    redirect: ({ url, baseUrl }) => baseUrl + toLocalPath(url, "/", baseUrl),
  },
} satisfies NextAuthConfig;

/** Pages from which middleware.ts redirects guests. This is for convenience: the pages check the session themselves. */
export function isProtected(pathname: string): boolean {
  // #region admin
  if (/^\/admin(\/|$)/.test(pathname)) return true;
  // #endregion
  return /^\/account(\/|$)/.test(pathname);
}

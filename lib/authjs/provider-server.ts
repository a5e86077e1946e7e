import "server-only";
import { customFetch } from "next-auth";
import type { OAuthConfig } from "next-auth/providers";
import * as oauth from "oauth4webapi";
import { authConfig } from "@/auth.config";
import { providerFetch } from "./provider-fetch";

type Provider = OAuthConfig<unknown>;

/** Settings in auth.config.ts override those of the provider's own file, as in Auth.js. */
const resolved = (provider: Provider): Provider =>
  ({ ...provider, ...provider.options }) as Provider;

export function findProvider(id: string): Provider | undefined {
  const provider = authConfig.providers.find((provider) => provider.id === id);
  return provider && resolved(provider);
}

/** The OpenID Connect provider that calls itself `issuer`. */
export function findIssuer(issuer: string): Provider | undefined {
  const same = (url = "") => URL.canParse(url) && new URL(url).href === new URL(issuer).href;
  if (!URL.canParse(issuer)) return undefined;
  return authConfig.providers
    .map(resolved)
    .find(({ type, issuer }) => type === "oidc" && same(issuer));
}

/** For requests of oauth4webapi. As in Auth.js: a provider on http is on this machine, or its owner chose http. */
export const requestOptions = (provider: Provider) => ({
  [oauth.allowInsecureRequests]: true,
  [oauth.customFetch]: providerFetch(provider.id, provider[customFetch]),
});

const discovered = new Map<string, oauth.AuthorizationServer>();

/**
 * The discovery document of an OpenID Connect provider (OpenID Connect Discovery 4), fetched once per process. Throws
 * ProviderUnavailable, and an Error for an answer that cannot be used.
 */
export async function discover(provider: Provider): Promise<oauth.AuthorizationServer> {
  const { issuer = "" } = provider;
  const known = discovered.get(issuer);
  if (known) return known;
  const response = await oauth.discoveryRequest(new URL(issuer), requestOptions(provider));
  const server = await oauth.processDiscoveryResponse(new URL(issuer), response);
  discovered.set(issuer, server);
  return server;
}

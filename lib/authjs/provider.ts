import { customFetch } from "next-auth";
import type { OAuthConfig } from "next-auth/providers";
import { toPerson } from "./person";
import { providerFetch, withTimeout } from "./provider-fetch";

// biome-ignore lint/suspicious/noExplicitAny: each provider has another type of profile.
type Provider = OAuthConfig<any>;
// biome-ignore lint/suspicious/noExplicitAny: its type wants an Auth.js provider as merged.
type UserInfoRequest = (context: any) => Promise<unknown>;

/** The same provider with a timeout of a few seconds, and with validation of its data about a person. */
export function guardProvider(provider: Provider): Provider {
  const { id, options = {} } = provider;
  // Settings of the app's owner are in `options`, and override the rest.
  const { profile = standardProfile, userinfo } = { ...provider, ...options } as Provider;
  return {
    ...provider,
    [customFetch]: providerFetch(id, provider[customFetch]),
    options: {
      ...options,
      profile: async (claims, tokens) =>
        toPerson({ ...(await profile(claims, tokens)) }, claims) as never,
      ...(hasRequest(userinfo) && {
        // Some providers have a request of their own here.
        userinfo: {
          ...userinfo,
          request: (context: unknown) => withTimeout(id, () => userinfo.request(context)),
        },
      }),
    },
  } as Provider;
}

const hasRequest = (userinfo: unknown): userinfo is { request: UserInfoRequest } =>
  typeof Object(userinfo).request === "function";

/** As Auth.js reads the standard claims (OpenID Connect Core 5.1). */
const standardProfile: NonNullable<Provider["profile"]> = (claims) => ({
  id: claims.sub ?? claims.id,
  name: claims.name ?? claims.nickname ?? claims.preferred_username,
  email: claims.email,
  image: claims.picture,
});

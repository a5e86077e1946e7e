import { customFetch } from "next-auth";
import type { OAuthConfig } from "next-auth/providers";
import { toPerson } from "./person";
import { providerFetch, withinPatience } from "./provider-fetch";

// biome-ignore lint/suspicious/noExplicitAny: what a provider says of a user is another thing for each.
type Provider = OAuthConfig<any>;
// biome-ignore lint/suspicious/noExplicitAny: its type wants an Auth.js provider as merged.
type UserInfoRequest = (context: any) => Promise<unknown>;

/** The same provider, waited for a few seconds at most, and not believed for more than it can say of a person. */
export function guardProvider(provider: Provider): Provider {
  const { id, options = {} } = provider;
  // What its owner set stands in `options`, and beats the rest.
  const { profile = standardProfile, userinfo } = { ...provider, ...options } as Provider;
  return {
    ...provider,
    [customFetch]: providerFetch(id),
    options: {
      ...options,
      profile: async (claims, tokens) =>
        toPerson({ ...(await profile(claims, tokens)) }, claims) as never,
      ...(hasRequest(userinfo) && {
        // Of some providers: with a `fetch` of its own.
        userinfo: {
          ...userinfo,
          request: (context: unknown) => withinPatience(id, () => userinfo.request(context)),
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

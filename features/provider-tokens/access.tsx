import { withoutApi } from "@/auth.config";
import { ProviderButtons } from "@/components/provider-buttons";
import type { ProviderInfo } from "@/lib/accounts/providers";
import { orUnknown } from "@/lib/errors";
import { CheckForm } from "./form";
import { type Access, accessOf } from "./provider-tokens";

/** Whether the server can call a connected provider for this user, and what to do if not. For the account page. */
export const providerAccess = (userId: string, provider: ProviderInfo) => (
  <ProviderAccess userId={userId} provider={provider} />
);

async function ProviderAccess({ userId, provider }: { userId: string; provider: ProviderInfo }) {
  if (withoutApi.has(provider.id)) return null;
  const access = await orUnknown(() => accessOf(userId, provider.id));
  if (!access || access === "unknown") return null;
  return (
    <>
      <p className="text-sm text-muted-foreground">{explain(access)}</p>
      {access.tooLong ? null : <CheckForm provider={provider.id} name={provider.name} />}
      {access.works || access.tooLong ? null : (
        <ProviderButtons
          providers={[provider]}
          verb="Connect again with"
          callbackUrl="/account"
          again
        />
      )}
    </>
  );
}

function explain({ works, tooLong }: Access): string {
  if (tooLong)
    return "Its tokens are too long for a cookie, so the server cannot call this provider for you. That needs a database. You can still sign in with it.";
  return works
    ? "The server can call this provider for you."
    : "This server can no longer call this provider for you. You can still sign in with it, which restores the access.";
}

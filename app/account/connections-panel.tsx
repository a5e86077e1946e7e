import { ProviderButtons } from "@/components/provider-buttons";
import { listProviders } from "@/components/providers";
import { orUnknown } from "@/components/session-state";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";
import { listAccounts } from "@/lib/users";

export function ConnectionsPanel({ userId }: { userId: string }) {
  return (
    <Panel
      title="Connected accounts"
      lead="Other ways to sign in to this account. They are connected from here, while you are signed in, and never by email alone."
    >
      <Connections userId={userId} />
    </Panel>
  );
}

async function Connections({ userId }: { userId: string }) {
  const providers = listProviders();
  if (!env.DATABASE_URL)
    return (
      <Notice>
        Connections need a database, and <Code>DATABASE_URL</Code> is not set.
      </Notice>
    );
  const accounts = await orUnknown(() => listAccounts(userId));
  if (accounts === "unknown")
    return <Notice>The database did not answer, so the connections are not known now.</Notice>;

  const open = providers.filter(({ id }) => !accounts.some(({ provider }) => provider === id));
  const nameOf = (provider: string) =>
    providers.find(({ id }) => id === provider)?.name ?? provider;
  return (
    <div className="grid gap-4">
      {accounts.length > 0 ? (
        <DataList>
          {accounts.map(({ provider, createdAt }) => (
            <DataItem key={provider} name={nameOf(provider)}>
              connected <Time at={createdAt.getTime()} />
            </DataItem>
          ))}
        </DataList>
      ) : (
        <p className="text-sm">None yet.</p>
      )}
      {open.length > 0 ? (
        <ProviderButtons providers={open} verb="Connect" callbackUrl="/account" />
      ) : null}
      {providers.length === 0 ? (
        <p className="text-sm text-mute">No provider is set up on this server.</p>
      ) : null}
    </div>
  );
}

import { ProviderButtons } from "@/components/provider-buttons";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { type Connection, listConnections } from "@/features/provider-tokens/provider-tokens";
import { listProviders, type ProviderInfo } from "@/lib/accounts/providers";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { ConnectionForm } from "./connection-form";

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
  const connections = await orUnknown(() => listConnections(userId));
  if (connections === "unknown")
    return <Notice>The database did not answer, so the connections are not known now.</Notice>;

  const open = providers.filter(({ id }) => !connections.some(({ provider }) => provider === id));
  return (
    <div className="grid gap-4">
      {connections.map((connection) => (
        <ConnectionItem
          key={connection.provider}
          connection={connection}
          provider={providers.find(({ id }) => id === connection.provider)}
        />
      ))}
      {env.DATABASE_URL ? (
        <>
          {connections.length === 0 && providers.length > 0 ? (
            <p className="text-sm">None yet.</p>
          ) : null}
          {open.length > 0 ? (
            <ProviderButtons providers={open} verb="Connect" callbackUrl="/account" />
          ) : null}
        </>
      ) : (
        <Notice>
          More connections need a database, and <Code>DATABASE_URL</Code> is not set.
        </Notice>
      )}
      {providers.length === 0 ? (
        <p className="text-sm text-mute">No provider is set up on this server.</p>
      ) : null}
    </div>
  );
}

interface ConnectionItemProps {
  connection: Connection;
  /** Absent when it is not set up on this server any more. */
  provider?: ProviderInfo;
}

function ConnectionItem({ connection, provider }: ConnectionItemProps) {
  const { createdAt, works, tooLong } = connection;
  const name = provider?.name ?? connection.provider;
  return (
    <div className="grid gap-3">
      <DataList>
        <DataItem name={name}>
          connected {createdAt ? <Time at={createdAt.getTime()} /> : null}
          <span className="block font-normal text-mute">{standing(connection)}</span>
        </DataItem>
      </DataList>
      {provider && !tooLong ? <ConnectionForm provider={provider.id} name={name} /> : null}
      {provider && !works && !tooLong ? (
        <ProviderButtons providers={[provider]} verb="Connect again with" callbackUrl="/account" />
      ) : null}
    </div>
  );
}

function standing({ works, tooLong }: Connection): string {
  if (tooLong)
    return "Its tokens are longer than a cookie may be, so the server cannot ask it on your behalf. That takes a database. Signing in with it works.";
  return works
    ? "The server can ask this provider on your behalf."
    : "Its access for this server has ended. Signing in with it still works, and brings it back.";
}

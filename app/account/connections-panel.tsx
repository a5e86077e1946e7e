import { ProviderButtons } from "@/components/provider-buttons";
import { Time } from "@/components/time";
import { ButtonLink } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { type Connection, listConnections } from "@/features/provider-tokens/provider-tokens";
import { listProviders, type ProviderInfo } from "@/lib/accounts/providers";
import { inWords } from "@/lib/duration";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { isRecent, RECENT } from "@/lib/session/recent";
import type { Session } from "@/lib/session/strategy";
import { ConnectionForm, DisconnectForm } from "./connection-form";

interface ConnectionsPanelProps {
  session: Session;
  /** Why nothing was connected, where lib/authjs/arrival.ts says so in the address. */
  refused?: unknown;
}

export function ConnectionsPanel({ session, refused }: ConnectionsPanelProps) {
  return (
    <Panel
      title="Connected accounts"
      lead="Other ways to sign in to this account. They are connected from here, while you are signed in, and never by email alone."
    >
      <Connections session={session} refused={refused} />
    </Panel>
  );
}

async function Connections({ session, refused }: ConnectionsPanelProps) {
  const providers = listProviders();
  const connections = await orUnknown(() => listConnections(session.user.id));
  if (connections === "unknown")
    return <Notice>The database did not answer, so the connections are not known now.</Notice>;

  const mayChange = isRecent(session);
  const open = providers.filter(({ id }) => !connections.some(({ provider }) => provider === id));
  return (
    <div className="grid gap-4">
      {refused === "start-again" ? (
        <Notice title="Nothing was connected">
          The way to the provider began before you signed in here, or as another user. Start again
          from here.
        </Notice>
      ) : null}
      {connections.map((connection) => (
        <ConnectionItem
          key={connection.provider}
          connection={connection}
          provider={providers.find(({ id }) => id === connection.provider)}
          mayDisconnect={mayChange && Boolean(env.DATABASE_URL)}
        />
      ))}
      {env.DATABASE_URL ? (
        <>
          {connections.length === 0 && providers.length > 0 ? (
            <p className="text-sm">None yet.</p>
          ) : null}
          {mayChange || providers.length === 0 ? null : (
            <SignInAgain refused={refused === "sign-in-again"} />
          )}
          {mayChange && open.length > 0 ? (
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

function SignInAgain({ refused }: { refused: boolean }) {
  const needed = "To connect or disconnect an account, sign in again";
  return (
    <Notice title={refused ? `Nothing was connected. ${needed}` : needed}>
      <p className="mb-3">
        You signed in more than {inWords(RECENT)} ago. It keeps someone who finds your browser open
        from adding a way in for themselves.
      </p>
      <ButtonLink href="/sign-in?again=true&callbackUrl=%2Faccount">Sign in again</ButtonLink>
    </Notice>
  );
}

interface ConnectionItemProps {
  connection: Connection;
  mayDisconnect: boolean;
  /** Absent when it is not set up on this server any more. */
  provider?: ProviderInfo;
}

function ConnectionItem({ connection, mayDisconnect, provider }: ConnectionItemProps) {
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
      {mayDisconnect ? <DisconnectForm provider={connection.provider} name={name} /> : null}
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

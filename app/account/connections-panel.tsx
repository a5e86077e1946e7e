import { ProviderButtons } from "@/components/provider-buttons";
import { Time } from "@/components/time";
import { ButtonLink } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { providerAccess } from "@/features/provider-tokens/access";
import { type Connection, listConnections } from "@/lib/accounts/connections";
import { listProviders, type ProviderInfo } from "@/lib/accounts/providers";
import { inWords } from "@/lib/duration";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { isRecent, RECENT } from "@/lib/session/recent";
import { signInAgainPath } from "@/lib/session/require-recent";
import type { Session } from "@/lib/session/strategy";
import { DisconnectForm } from "./connection-form";

interface ConnectionsPanelProps {
  session: Session;
  /** Why nothing was connected. lib/authjs/arrival.ts adds the reason to the URL. */
  refused?: unknown;
}

export function ConnectionsPanel({ session, refused }: ConnectionsPanelProps) {
  return (
    <Panel
      title="Connected accounts"
      lead="Other ways to sign in to this account. You can connect them only here, while you are signed in. An equal email address is not enough."
    >
      <Connections session={session} refused={refused} />
    </Panel>
  );
}

async function Connections({ session, refused }: ConnectionsPanelProps) {
  const providers = listProviders();
  const connections = await orUnknown(() => listConnections(session.user.id));
  if (connections === "unknown")
    return <Notice>The database did not answer, so the connections cannot be shown now.</Notice>;

  const mayChange = isRecent(session);
  const open = providers.filter(({ id }) => !connections.some(({ provider }) => provider === id));
  return (
    <div className="grid gap-4">
      {refused === "start-again" ? (
        <Notice title="Nothing was connected">
          It was started before you signed in here, or by another user. Start again here.
        </Notice>
      ) : null}
      {connections.map((connection) => (
        <ConnectionItem
          key={connection.provider}
          userId={session.user.id}
          connection={connection}
          provider={providers.find(({ id }) => id === connection.provider)}
          mayDisconnect={Boolean(env.DATABASE_URL)}
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
        <p className="text-sm text-muted-foreground">No provider is configured on this server.</p>
      ) : null}
    </div>
  );
}

function SignInAgain({ refused }: { refused: boolean }) {
  const needed = "To connect an account, sign in again";
  return (
    <Notice title={refused ? `Nothing was connected. ${needed}` : needed}>
      <p className="mb-3">
        You signed in more than {inWords(RECENT)} ago. A recent sign-in is required, so that nobody
        can use your open browser to add their own way to sign in.
      </p>
      <ButtonLink href={signInAgainPath("/account")}>Sign in again</ButtonLink>
    </Notice>
  );
}

interface ConnectionItemProps {
  userId: string;
  connection: Connection;
  mayDisconnect: boolean;
  /** Absent if the provider is no longer configured on this server. */
  provider?: ProviderInfo;
}

function ConnectionItem({ userId, connection, mayDisconnect, provider }: ConnectionItemProps) {
  const { createdAt } = connection;
  const name = provider?.name ?? connection.provider;
  return (
    <div className="grid gap-3">
      <DataList>
        <DataItem name={name}>
          connected {createdAt ? <Time at={createdAt.getTime()} /> : null}
        </DataItem>
      </DataList>
      {provider ? providerAccess(userId, provider) : null}
      {mayDisconnect ? <DisconnectForm provider={connection.provider} name={name} /> : null}
    </div>
  );
}

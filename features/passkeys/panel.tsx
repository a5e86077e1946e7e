import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import type { Session } from "@/lib/session/strategy";
import { PasskeyForms } from "./forms";
import { listPasskeys } from "./table";

/** On the account page. */
export function passkeysPanel(session: Session) {
  return (
    <Panel
      title="Passkeys"
      lead="Sign in with your fingerprint, your face or a PIN. Nothing that a thief could type leaves your device."
    >
      <Passkeys session={session} />
    </Panel>
  );
}

async function Passkeys({ session }: { session: Session }) {
  if (!env.DATABASE_URL)
    return (
      <Notice>
        Passkeys need a database, and <Code>DATABASE_URL</Code> is not set.
      </Notice>
    );
  const passkeys = await orUnknown(() => listPasskeys(session.user.id));
  if (passkeys === "unknown")
    return <Notice>The database did not answer, so your passkeys cannot be shown now.</Notice>;
  return (
    <PasskeyForms
      passkeys={passkeys.map(({ createdAt, lastUsedAt, ...passkey }) => ({
        ...passkey,
        createdAt: createdAt.getTime(),
        lastUsedAt: lastUsedAt?.getTime(),
      }))}
      canEndOthers={strategy.revocation !== null}
    />
  );
}

import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { hasPassword } from "@/lib/accounts/credentials";
import { inWords } from "@/lib/duration";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { PasswordForm } from "./password-form";

export async function PasswordPanel({ user }: { user: SessionUser }) {
  return (
    <Panel
      title="Password"
      lead={`Changing it signs you in anew here. ${othersAfterwards(strategy)}`}
    >
      <PasswordContent user={user} />
    </Panel>
  );
}

function othersAfterwards({ endNoticedWithin }: SessionStrategy): string {
  if (endNoticedWithin === null)
    return "Your other sessions cannot be ended: under this strategy the server keeps no record of them. Each goes on until it expires.";
  return endNoticedWithin === 0
    ? "Everywhere else you are signed out."
    : `Everywhere else you are signed out within ${inWords(endNoticedWithin)}.`;
}

async function PasswordContent({ user }: { user: SessionUser }) {
  if (!env.DATABASE_URL)
    return (
      <Notice>
        Passwords need a database, and <Code>DATABASE_URL</Code> is not set.
      </Notice>
    );
  const has = await orUnknown(() => hasPassword(user.id));
  if (has === "unknown")
    return <Notice>The database did not answer, so the password cannot be changed now.</Notice>;
  if (!has) return <Notice>You have no password here: you sign in through a provider.</Notice>;
  return <PasswordForm email={user.email} minLength={env.PASSWORD_MIN_LENGTH} />;
}

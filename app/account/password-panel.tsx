import Link from "next/link";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { emailIsOn } from "@/features/email/delivery";
import { hasPassword } from "@/lib/accounts/credentials";
import { inWords } from "@/lib/duration";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import type { SessionUser } from "@/lib/session/strategy";
import { PasswordForm } from "./password-form";

export async function PasswordPanel({ user }: { user: SessionUser }) {
  return (
    <Panel title="Password" lead={`Changing it starts a new session here. ${othersAfterwards()}`}>
      <PasswordContent user={user} />
    </Panel>
  );
}

function othersAfterwards(): string {
  const { endNoticedWithin } = strategy;
  if (endNoticedWithin === null)
    return "Your other sessions cannot be ended: the server keeps no record of them. Each continues until it expires.";
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
  if (!has)
    return (
      <Notice>
        You have no password here: you sign in another way. {emailIsOn() ? <ChooseOne /> : null}
      </Notice>
    );
  return <PasswordForm email={user.email} minLength={env.PASSWORD_MIN_LENGTH} />;
}

function ChooseOne() {
  return (
    <Link href="/forgot-password" className="link">
      Choose one by email
    </Link>
  );
}

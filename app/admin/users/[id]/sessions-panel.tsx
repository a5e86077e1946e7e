import Link from "next/link";
import { strategy } from "@/auth";
import { SessionList } from "@/components/session-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { UserRecord } from "@/lib/accounts/users";
import { howSoon } from "@/lib/duration";
import { endSessions } from "../../actions";

export function SessionsPanel({ user, isSelf }: { user: UserRecord; isSelf: boolean }) {
  return (
    <Panel
      title="Sessions"
      lead={
        strategy.records && !isSelf
          ? `One that is ended is out ${howSoon(strategy.endNoticedWithin)}.`
          : undefined
      }
    >
      <Sessions user={user} isSelf={isSelf} />
    </Panel>
  );
}

async function Sessions({ user, isSelf }: { user: UserRecord; isSelf: boolean }) {
  if (!strategy.records)
    return (
      <Notice title="There is no list, and nothing to end">
        Under this strategy the server keeps no record of sessions. Disabling the user keeps them
        from signing in again.
      </Notice>
    );
  if (isSelf)
    return (
      <p className="text-sm">
        Yours are on{" "}
        <Link href="/account" className="link">
          your account page
        </Link>
        .
      </p>
    );
  const sessions = await strategy.records.list(user.id);
  return <SessionList action={endSessions} fields={{ userId: user.id }} sessions={sessions} />;
}

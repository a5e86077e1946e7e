import Link from "next/link";
import { strategy } from "@/auth";
import { ButtonForm } from "@/components/button-form";
import { SessionList } from "@/components/session-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { listSessions } from "@/lib/accounts/sessions-page";
import type { UserRecord } from "@/lib/accounts/users";
import { howSoon } from "@/lib/duration";
import { endSessions } from "../../actions";

interface SessionsPanelProps {
  user: UserRecord;
  isSelf: boolean;
  /** From the address: where this page of the list begins. */
  before: unknown;
}

export function SessionsPanel({ user, isSelf, before }: SessionsPanelProps) {
  return (
    <Panel
      title="Sessions"
      lead={
        strategy.records && !isSelf
          ? `A session that you end is out ${howSoon(strategy.endNoticedWithin)}.`
          : undefined
      }
    >
      <Sessions user={user} isSelf={isSelf} before={before} />
    </Panel>
  );
}

async function Sessions({ user, isSelf, before }: SessionsPanelProps) {
  if (!strategy.records && strategy.revocation)
    return isSelf ? (
      <Yours />
    ) : (
      <div className="grid gap-4">
        <Notice title="There is no list">
          Under this strategy the server keeps no record of each session, so it cannot list them. It
          can end all of them {howSoon(strategy.endNoticedWithin)}.
        </Notice>
        <ButtonForm
          action={endSessions}
          fields={{ userId: user.id, session: "all" }}
          variant="danger"
          pendingText="Ending …"
        >
          End all
        </ButtonForm>
      </div>
    );
  if (!strategy.records)
    return (
      <Notice title="There is no list, and nothing to end">
        Under this strategy the server keeps no record of sessions. Disabling the user keeps them
        from signing in again.
      </Notice>
    );
  if (isSelf) return <Yours />;
  const { sessions, next } = await listSessions(strategy.records, user.id, before);
  const here = `/admin/users/${encodeURIComponent(user.id)}`;
  return (
    <SessionList
      action={endSessions}
      fields={{ userId: user.id }}
      sessions={sessions}
      newest={before ? here : undefined}
      older={next && `${here}?${new URLSearchParams({ sessions: next })}`}
    />
  );
}

function Yours() {
  return (
    <p className="text-sm">
      Yours are on{" "}
      <Link href="/account" className="link">
        your account page
      </Link>
      .
    </p>
  );
}

import { strategy } from "@/auth";
import { SessionList } from "@/components/session-list";
import { Panel } from "@/components/ui/panel";
import { listSessions } from "@/lib/accounts/sessions-page";
import type { UserRecord } from "@/lib/accounts/users";
import { howSoon } from "@/lib/duration";
import type { SessionRecords } from "@/lib/session/strategy";
import { endSessions } from "../../actions";

interface SessionsPanelProps {
  user: UserRecord;
  records: SessionRecords;
  /** From the URL: where this page of the list begins. */
  before: unknown;
}

/** Lists a user's sessions, and can end each of them. */
export async function SessionsPanel({ user, records, before }: SessionsPanelProps) {
  const { sessions, next } = await listSessions(records, user.id, before);
  const here = `/admin/users/${encodeURIComponent(user.id)}`;
  return (
    <Panel
      title="Sessions"
      lead={`Ending a session takes effect ${howSoon(strategy.endNoticedWithin)}.`}
    >
      <SessionList
        action={endSessions}
        fields={{ userId: user.id }}
        sessions={sessions}
        newest={before ? here : undefined}
        older={next && `${here}?${new URLSearchParams({ sessions: next })}`}
      />
    </Panel>
  );
}

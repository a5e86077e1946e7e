import { strategy } from "@/auth";
import { SessionList } from "@/components/session-list";
import { Time } from "@/components/time";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { listSessions } from "@/lib/accounts/sessions-page";
import { howSoon, inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { renewAfter } from "@/lib/session/policy";
import type { Session, SessionRecords } from "@/lib/session/strategy";
import { endMySessions } from "./actions";

const limit = sessionPolicy.deviceLimit;

interface DevicesPanelProps {
  session: Session;
  records: SessionRecords;
  /** From the URL: where this page of the list begins. */
  before: unknown;
}

export function DevicesPanel(props: DevicesPanelProps) {
  const { endNoticedWithin } = strategy;
  // A refresh also records activity.
  const seen = (strategy.refresh && endNoticedWithin) || renewAfter(sessionPolicy);
  return (
    <Panel
      title="Devices"
      lead={`Your sessions on all devices. Ending one takes effect ${howSoon(endNoticedWithin)}. “Last seen” may be up to ${inWords(seen)} old.${
        limit
          ? ` At most ${limit} can be signed in at a time: one more sign-in ends the oldest session.`
          : ""
      }`}
    >
      <Devices {...props} />
    </Panel>
  );
}

async function Devices({ session, before, records }: DevicesPanelProps) {
  const { id, user } = session;
  const found = await orUnknown(() =>
    Promise.all([listSessions(records, user.id, before), records.list(user.id, { id })]),
  );
  if (found === "unknown")
    return <Notice>The database did not answer, so your devices cannot be shown now.</Notice>;
  const [{ sessions, next }, current] = found;
  // The current session may not be the newest one, but it is shown on every page.
  const others = sessions.filter((other) => other.id !== id);
  const isOver = current.length === 0;
  return (
    <div className="grid gap-4">
      {isOver ? (
        <Notice tone="bad" title="This session has been ended">
          This browser stays signed in until <Time at={session.accessExpires ?? session.expires} />,
          when its access token expires. It can no longer end other sessions.
        </Notice>
      ) : null}
      <SessionList
        action={endMySessions}
        sessions={[...current, ...others]}
        currentId={id}
        newest={before ? "/account" : undefined}
        older={next && `/account?${new URLSearchParams({ devices: next })}`}
      />
    </div>
  );
}

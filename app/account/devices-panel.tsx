import { strategy } from "@/auth";
import { ButtonForm } from "@/components/button-form";
import { SessionList } from "@/components/session-list";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { listSessions } from "@/lib/accounts/sessions-page";
import { howSoon, inWords } from "@/lib/duration";
import { env, sessionPolicy } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { renewAfter } from "@/lib/session/policy";
import type { Session, SessionRecords } from "@/lib/session/strategy";
import { endMySessions } from "./actions";

const limit = sessionPolicy.deviceLimit;

interface DevicesPanelProps {
  session: Session;
  /** From the address: where this page of the list begins. */
  before: unknown;
}

export function DevicesPanel({ session, before }: DevicesPanelProps) {
  const { records, revocation, endNoticedWithin } = strategy;
  if (!records)
    return <Panel title="Devices">{revocation ? <EndOthers /> : <NothingToEnd />}</Panel>;
  // A refresh records it too.
  const seen = (strategy.refresh && endNoticedWithin) || renewAfter(sessionPolicy);
  return (
    <Panel
      title="Devices"
      lead={`Everywhere you are signed in. A session that you end is out ${howSoon(endNoticedWithin)}. When a device was last seen is recorded every ${inWords(seen)} at most.${
        limit ? ` ${limit} may be signed in at a time: one more ends the oldest.` : ""
      }`}
    >
      <Devices session={session} before={before} records={records} />
    </Panel>
  );
}

async function Devices({
  session,
  before,
  records,
}: DevicesPanelProps & { records: SessionRecords }) {
  const { id, user } = session;
  const found = await orUnknown(() =>
    Promise.all([listSessions(records, user.id, before), records.list(user.id, { id })]),
  );
  if (found === "unknown")
    return <Notice>The database did not answer, so your devices are not known now.</Notice>;
  const [{ sessions, next }, current] = found;
  // It is not the newest where others have signed in since, and stays in sight on every page.
  const others = sessions.filter((other) => other.id !== id);
  const isOver = current.length === 0;
  return (
    <div className="grid gap-4">
      {isOver ? (
        <Notice tone="bad" title="This session has been ended">
          This browser is signed out at <Time at={session.accessExpires ?? session.expires} />, when
          its access token expires. It cannot end other sessions any more.
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

function EndOthers() {
  return (
    <div className="grid gap-4">
      <Notice title="There is no list">
        <p>
          Under this strategy the server keeps no record of each session, so it cannot list them. It
          can end all of your other sessions {howSoon(strategy.endNoticedWithin)}.
        </p>
        <NoLimit />
      </Notice>
      <ButtonForm
        action={endMySessions}
        fields={{ session: "all" }}
        variant="danger"
        pendingText="Ending …"
      >
        End all others
      </ButtonForm>
    </div>
  );
}

function NothingToEnd() {
  return (
    <Notice title="There is no list, and nothing to end from here">
      <p>
        Under this strategy the server keeps no record of sessions: each is in its cookie only. Sign
        out on the device itself.{" "}
        {env.DATABASE_URL
          ? "If you cannot, change your password, so that nobody can sign in with it there again. "
          : ""}
        A session on another device ends when it expires, at the latest{" "}
        {inWords(sessionPolicy.absoluteMaxAge)} after signing in.
      </p>
      <p className="mt-2">
        The operator of this site can end it earlier only together with all other sessions, by
        replacing <Code>AUTH_SECRET</Code>.
      </p>
      <NoLimit />
    </Notice>
  );
}

function NoLimit() {
  if (!limit) return null;
  return (
    <p className="mt-2">
      <Code>SESSION_DEVICE_LIMIT</Code> has no effect: nothing counts the sessions.
    </p>
  );
}

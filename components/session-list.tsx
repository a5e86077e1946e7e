"use client";

import { nameBrowser } from "@/lib/http/user-agent";
import type { SessionRecord } from "@/lib/session/store/types";
import { Pager } from "./pager";
import { Time } from "./time";
import { Badge } from "./ui/badge";
import { Form } from "./ui/form";
import { SubmitButton } from "./ui/submit-button";
import { type FormAction, useFormAction } from "./use-form-action";

interface SessionListProps {
  /** Gets the field `session`: the id of one, or "all". */
  action: FormAction;
  /** What else is sent. */
  fields?: Record<string, string>;
  sessions: SessionRecord[];
  /** The current session: it comes first, and cannot be ended here. */
  currentId?: string;
  /** The URLs of the other pages. */
  newest?: string;
  older?: string;
}

/** One form around the whole list: its result stays visible after the ended session is removed from the list. */
export function SessionList({
  action,
  fields = {},
  sessions,
  currentId,
  newest,
  older,
}: SessionListProps) {
  const [result, send] = useFormAction(action);
  const others = sessions.filter(({ id }) => id !== currentId);
  const current = sessions.filter(({ id }) => id === currentId);
  return (
    <Form action={send} result={result} className="grid gap-4">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {sessions.length === 0 ? (
        <p className="text-sm text-muted-foreground">No sessions: not signed in anywhere.</p>
      ) : null}
      <ul className="divide-y divide-border">
        {[...current, ...others].map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <Device session={session} isCurrent={session.id === currentId} />
            {session.id === currentId ? null : (
              <SubmitButton name="session" value={session.id} variant="danger" size="small">
                End it<span className="sr-only">: {nameBrowser(session.userAgent)}</span>
              </SubmitButton>
            )}
          </li>
        ))}
      </ul>
      <Pager newest={newest} older={older} />
      {others.length > 1 || newest || older ? (
        <div>
          <SubmitButton name="session" value="all" variant="danger">
            {currentId ? "End all others" : "End all"}
          </SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

function Device({ session, isCurrent }: { session: SessionRecord; isCurrent: boolean }) {
  const { userAgent, ip, authTime, renewedAt } = session;
  return (
    <div className="min-w-0 text-sm">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {nameBrowser(userAgent)}
        {isCurrent ? <Badge>this device</Badge> : null}
      </p>
      <p className="text-muted-foreground tabular-nums">
        Signed in <Time at={authTime} />, from{" "}
        <span className="wrap-anywhere">{ip ?? "unknown"}</span>
        <br />
        Last seen about <Time at={renewedAt} />
      </p>
    </div>
  );
}

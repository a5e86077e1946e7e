import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { checkedPage } from "@/components/checked-page";
import { Pager } from "@/components/pager";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { AUDIT_PAGE, type AuditEvent, auditEvents, listAuditEvents } from "@/features/audit/audit";
import { findUserRecords, type UserRecord } from "@/lib/accounts/users";
import { idField } from "@/lib/forms/id-field";
import { requireRole } from "@/lib/session/current";

export const metadata: Metadata = { title: "Audit trail" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const query = z.object({
  user: idField.optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export default checkedPage(async function AuditPage({ searchParams }: Props) {
  await requireRole("admin", "/admin/audit");
  const { user: userId, before } = query.parse(await searchParams);
  const { events, next } = await listAuditEvents({ userId, before });
  const named = [userId, ...events.flatMap(({ userId, actorId }) => [userId, actorId])];
  const people = await findPeople(named);
  return (
    <>
      <PageHeader title="Audit trail">
        {userId ? (
          <>
            What happened to <Person id={userId} people={people} to="user" />, the newest first.{" "}
            <Link href="/admin/audit" className="link">
              Show everyone's
            </Link>
          </>
        ) : (
          `Sign-ins, ended sessions and what admins did, the newest first, ${AUDIT_PAGE} to a page.`
        )}
      </PageHeader>
      <div className="grid gap-5">
        <Panel>
          {events.length === 0 ? <p className="text-sm">Nothing.</p> : null}
          {events.length > 0 ? (
            <Table head={["When", "What", "User", "By", "From"]}>
              {events.map(({ id, at, event, userId, actorId, sessionId, ip, detail }) => (
                <tr key={id} className="align-top">
                  <th scope="row" className="whitespace-nowrap tabular-nums">
                    <Time at={at.getTime()} />
                  </th>
                  <td>
                    {Object.hasOwn(auditEvents, event) ? auditEvents[event as AuditEvent] : event}
                    {detail ? `, ${detail}` : ""}
                    {sessionId ? (
                      <span className="block text-xs text-muted-foreground">
                        session <Code>{sessionId.slice(0, 8)}</Code>
                      </span>
                    ) : null}
                  </td>
                  <td className="wrap-anywhere">
                    {userId ? <Person id={userId} people={people} to="trail" /> : "unknown"}
                  </td>
                  {actorId === null || actorId === userId ? (
                    <td className="text-muted-foreground max-sm:hidden!">
                      {actorId ? "themselves" : ""}
                    </td>
                  ) : (
                    <td className="wrap-anywhere text-muted-foreground">
                      <span className="sm:hidden">by </span>
                      <Person id={actorId} people={people} to="trail" />
                    </td>
                  )}
                  <td className="wrap-anywhere text-muted-foreground">{ip}</td>
                </tr>
              ))}
            </Table>
          ) : null}
        </Panel>
        <Pager
          newest={before && toPath({ user: userId })}
          older={next && toPath({ user: userId, before: next })}
        />
      </div>
    </>
  );
});

type People = Map<string, UserRecord>;

async function findPeople(ids: (string | null | undefined)[]): Promise<People> {
  const unique = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  return new Map((await findUserRecords(unique)).map((user) => [user.id, user]));
}

/** A name that links to the person's events or page. The id if the user was deleted. */
function Person({ id, people, to }: { id: string; people: People; to: "trail" | "user" }) {
  const user = people.get(id);
  if (to === "user" && !user) return <Code>{id}</Code>;
  return (
    <Link
      href={to === "user" ? `/admin/users/${encodeURIComponent(id)}` : toPath({ user: id })}
      className="link"
      title={user?.email ?? undefined}
    >
      {user ? (user.name ?? user.email ?? id) : id}
    </Link>
  );
}

function toPath(query: { user?: string; before?: string }): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined);
  return `/admin/audit?${new URLSearchParams(set as [string, string][])}`;
}

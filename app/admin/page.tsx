import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { strategy } from "@/auth";
import { ButtonForm } from "@/components/button-form";
import { checkedPage } from "@/components/checked-page";
import { Pager } from "@/components/pager";
import { ShownTo } from "@/components/shown-to";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Table } from "@/components/ui/table";
import { isMoving } from "@/features/move";
import { MovePanel } from "@/features/move/panel";
import { listUsers, USERS_PAGE, type UserRecord } from "@/lib/accounts/users";
import { inWords } from "@/lib/duration";
import { env } from "@/lib/env";
import { idField } from "@/lib/forms/id-field";
import { requireRole, requireUser } from "@/lib/session/current";
import { changeRole } from "./actions";

export const metadata: Metadata = { title: "Admin" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const query = z.object({ before: idField.optional().catch(undefined) });

export default checkedPage(async function AdminPage({ searchParams }: Props) {
  await requireUser("/admin");
  if (!env.DATABASE_URL) return <NoDatabase />;
  const admin = await requireRole("admin", "/admin");
  const { before } = query.parse(await searchParams);
  const { users, next } = await listUsers({ before });
  return (
    <ShownTo user={{ id: admin.id, email: admin.email }}>
      <PageHeader title="Users">
        {before || next
          ? `The newest first, ${USERS_PAGE} to a page.`
          : `${users.length} in all, the newest first.`}{" "}
        {/* #region audit */}
        <Link href="/admin/audit" className="link">
          Audit trail
        </Link>
        {/* #endregion */}
      </PageHeader>
      <div className="grid gap-5">
        <RoleNotice />
        {isMoving() ? <MovePanel /> : null}
        <Panel>
          <Table head={["Name", "Email", "Role", "Change"]}>
            {users.map((user) => (
              <tr key={user.id}>
                <th scope="row">
                  <Link href={`/admin/users/${encodeURIComponent(user.id)}`} className="link">
                    {user.name ?? "not given"}
                  </Link>
                </th>
                <td className="wrap-anywhere">{user.email ?? "not given"}</td>
                <td>
                  <Badge>{user.role}</Badge>{" "}
                  {user.disabledAt ? <Badge tone="bad">disabled</Badge> : null}
                </td>
                <td>
                  {user.id === admin.id ? (
                    <span className="text-[0.8125rem] text-muted-foreground">
                      You. Another admin can change it.
                    </span>
                  ) : (
                    <RoleForm user={user} />
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </Panel>
        <Pager
          newest={before && "/admin"}
          older={next && `/admin?${new URLSearchParams({ before: next })}`}
        />
      </div>
    </ShownTo>
  );
});

function RoleForm({ user }: { user: UserRecord }) {
  const role = user.role === "admin" ? "user" : "admin";
  return (
    <ButtonForm action={changeRole} fields={{ userId: user.id, role }} pendingText="Changing …">
      Make {role}
      <span className="sr-only">: {user.name ?? user.email}</span>
    </ButtonForm>
  );
}

function RoleNotice() {
  return (
    <div data-strategy={strategy.name}>
      <Notice tone="strategy" title="When a new role takes effect">
        {whenRoleCounts(strategy.roleNoticedWithin)}
      </Notice>
    </div>
  );
}

function whenRoleCounts(seconds: number | null): string {
  if (seconds === 0)
    return "With the user's next request: the role is read from the database each time.";
  const elsewhere = seconds
    ? `within ${inWords(seconds)}, when the user's cookie is refreshed`
    : "when they sign in again: until then their cookie has the old role";
  return `At once where a page or action requires a role, because it asks the database. Everywhere else ${elsewhere}.`;
}

function NoDatabase() {
  return (
    <>
      <PageHeader title="Users" />
      <Notice title="This page needs a database.">
        <Code>DATABASE_URL</Code> is not set, so there is no list of users, and nobody is an admin.
      </Notice>
    </>
  );
}

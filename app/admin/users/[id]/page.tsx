import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { strategy } from "@/auth";
import { checkedPage } from "@/components/checked-page";
import { ShownTo } from "@/components/shown-to";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { isPasswordLocked } from "@/lib/accounts/failed-attempts";
import { findUserRecords, type UserRecord } from "@/lib/accounts/users";
import { requireRole } from "@/lib/session/current";
import { AccessPanel } from "./access-panel";
import { EndAllPanel } from "./end-all-panel";
import { NoRecordsPanel } from "./no-records-panel";
import { OwnSessionsPanel } from "./own-sessions-panel";
import { SessionsPanel } from "./sessions-panel";

export const metadata: Metadata = { title: "User" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default checkedPage(async function UserPage({ params, searchParams }: Props) {
  const { id } = await params;
  const admin = await requireRole("admin", `/admin/users/${id}`);
  const [user] = await findUserRecords([decodeURIComponent(id)]);
  if (!user) notFound();
  const isSelf = user.id === admin.id;
  const isLocked = await isPasswordLocked(user.id);
  return (
    <ShownTo user={{ id: admin.id, email: admin.email }}>
      <PageHeader title={user.name ?? user.email ?? "A user without a name"}>
        <Link href="/admin" className="link">
          All users
        </Link>
      </PageHeader>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="grid gap-5">
          <UserPanel user={user} />
          <AccessPanel user={user} isSelf={isSelf} isLocked={isLocked} />
        </div>
        {!strategy.revocation ? (
          <NoRecordsPanel />
        ) : isSelf ? (
          <OwnSessionsPanel />
        ) : strategy.records ? (
          <SessionsPanel
            // The key resets messages about sessions when the user has been disabled since.
            key={String(user.disabledAt)}
            user={user}
            records={strategy.records}
            before={(await searchParams).sessions}
          />
        ) : (
          <EndAllPanel userId={user.id} />
        )}
      </div>
    </ShownTo>
  );
});

function UserPanel({ user }: { user: UserRecord }) {
  const { id, name, email, role, disabledAt } = user;
  return (
    <Panel title="User">
      <DataList>
        <DataItem name="Name">{name ?? "not given"}</DataItem>
        <DataItem name="Email">{email ?? "not given"}</DataItem>
        <DataItem name="Role">
          <Badge>{role}</Badge>
        </DataItem>
        <DataItem name="May sign in">
          {disabledAt ? (
            <>
              <Badge tone="bad">disabled</Badge> since <Time at={disabledAt.getTime()} />
            </>
          ) : (
            "yes"
          )}
        </DataItem>
        <DataItem name="Id">
          <Code>{id}</Code>
        </DataItem>
        {/* #region audit */}
        <DataItem name="What happened">
          <Link href={`/admin/audit?${new URLSearchParams({ user: id })}`} className="link">
            Audit trail
          </Link>
        </DataItem>
        {/* #endregion */}
      </DataList>
    </Panel>
  );
}

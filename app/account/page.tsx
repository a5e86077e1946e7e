import type { Metadata } from "next";
import type { ReactNode } from "react";
import { strategy } from "@/auth";
import { checkedPage } from "@/components/checked-page";
import { ShownTo } from "@/components/shown-to";
import { SignOutForm } from "@/components/sign-out-form";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { DeletePanel, mayDelete } from "@/features/delete-account/panel";
import { emailPanel } from "@/features/email/pages/email-panel";
import { passkeysPanel } from "@/features/passkeys/panel";
import { requireSession } from "@/lib/session/current";
import type { SessionUser } from "@/lib/session/strategy";
import { ConnectionsPanel } from "./connections-panel";
import { DevicesPanel } from "./devices-panel";
import { EndOthersPanel } from "./end-others-panel";
import { NoRecordsPanel } from "./no-records-panel";
import { PasswordPanel } from "./password-panel";
import { SessionPanel } from "./session-panel";

export const metadata: Metadata = { title: "Account" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

// Sent in one piece, so that all of it is there without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default checkedPage(async function AccountPage({
  searchParams,
}: {
  searchParams: SearchParams;
}) {
  const session = await requireSession("/account");
  const { user } = session;
  // #region postgres
  const { connect, devices, said, "sign-out": signOut } = await searchParams;
  // #endregion
  return (
    <ShownTo user={{ id: user.id, email: user.email }}>
      <div className="mx-auto max-w-[58rem]">
        <PageHeader title="Your account">Your account, and the session of this browser.</PageHeader>
        <div className="grid gap-8">
          {/* #region postgres */}
          {signOut === "failed" ? <SignOutFailed /> : null}
          {/* #endregion */}
          <Group name="Profile">
            <UserPanel user={user} />
            {/* #region postgres */}
            {emailPanel(session, said)}
            {/* #endregion */}
          </Group>
          {/* #region postgres */}
          <Group name="Signing in">
            <PasswordPanel user={user} />
            {passkeysPanel(session)}
            <ConnectionsPanel session={session} refused={connect} />
          </Group>
          {/* #endregion */}
          <Group name="Sessions">
            <SessionPanel session={session} />
            {/* #region postgres */}
            {strategy.records ? (
              <DevicesPanel session={session} records={strategy.records} before={devices} />
            ) : strategy.revocation ? (
              <EndOthersPanel />
            ) : (
              <NoRecordsPanel />
            )}
            {/* #endregion */}
          </Group>
          {mayDelete() ? (
            <Group name="Leaving">
              <DeletePanel />
            </Group>
          ) : null}
        </div>
      </div>
    </ShownTo>
  );
});

/** A group of panels with a heading beside them. */
function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-3 border-t pt-6 lg:grid-cols-[10rem_minmax(0,1fr)]">
      <p className="text-sm font-medium text-muted-foreground lg:pt-1">{name}</p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">{children}</div>
    </div>
  );
}

// #region postgres
/** app/sign-out/route.ts redirects here when the database gave no answer. */
function SignOutFailed() {
  return (
    <Notice tone="bad" live title="You are still signed in">
      <p className="mb-3">
        Your session could not be ended, because the database gave no answer. Try again.
      </p>
      <SignOutForm />
    </Notice>
  );
}
// #endregion

function UserPanel({ user }: { user: SessionUser }) {
  return (
    <Panel title="You">
      <DataList>
        <DataItem name="Name">{user.name ?? "not given"}</DataItem>
        <DataItem name="Email">{user.email ?? "not given"}</DataItem>
        <DataItem name="Role">
          <Badge>{user.role}</Badge>
        </DataItem>
        <DataItem name="Id">
          <Code>{user.id}</Code>
        </DataItem>
      </DataList>
    </Panel>
  );
}

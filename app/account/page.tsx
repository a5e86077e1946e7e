import type { Metadata } from "next";
import { Suspense } from "react";
import { ShownTo } from "@/components/shown-to";
import { SignOutForm } from "@/components/sign-out-form";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Loading } from "@/components/ui/loading";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { requireSession } from "@/lib/session/current";
import type { SessionUser } from "@/lib/session/strategy";
import { ConnectionsPanel } from "./connections-panel";
import { DevicesPanel } from "./devices-panel";
import { PasswordPanel } from "./password-panel";
import { SessionPanel } from "./session-panel";

export const metadata: Metadata = { title: "Account" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default function AccountPage({ searchParams }: { searchParams: SearchParams }) {
  return (
    <>
      <PageHeader title="Your account">
        Who you are here, and how this browser proves it.
      </PageHeader>
      <Suspense fallback={<Loading what="your account" />}>
        <Account searchParams={searchParams} />
      </Suspense>
    </>
  );
}

async function Account({ searchParams }: { searchParams: SearchParams }) {
  const session = await requireSession("/account");
  const { user } = session;
  const { connect, devices, "sign-out": signOut } = await searchParams;
  return (
    <ShownTo user={{ id: user.id, email: user.email }}>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        {signOut === "failed" ? <SignOutFailed /> : null}
        <div className="grid gap-5">
          <UserPanel user={user} />
          <SessionPanel session={session} />
        </div>
        <div className="grid gap-5">
          <DevicesPanel session={session} before={devices} />
          <PasswordPanel user={user} />
          <ConnectionsPanel session={session} refused={connect} />
        </div>
      </div>
    </ShownTo>
  );
}

/** Where app/sign-out/route.ts leads when the database gave no answer. */
function SignOutFailed() {
  return (
    <div className="lg:col-span-2">
      <Notice tone="bad" live title="You are still signed in">
        <p className="mb-3">
          Your session could not be ended, because the database gave no answer. Try again.
        </p>
        <SignOutForm />
      </Notice>
    </div>
  );
}

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

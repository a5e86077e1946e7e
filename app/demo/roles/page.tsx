import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { env, sessionPolicy } from "@/lib/env";
import { demoPage } from "../shared/gate";
import { InTheApp } from "../shared/in-the-app";
import { Lanes } from "../shared/lanes";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Watch } from "./watch";

export const metadata: Metadata = { title: "Roles" };

export default demoPage(function RolesPage() {
  return (
    <>
      <PageHeader title="When does a new role arrive?">
        An admin changes somebody's role while they are signed in. This page asks once a second what
        their session says and what the database says, and counts how long the two differ.
      </PageHeader>
      <Lanes page="roles" event="the role changes" />
      <Suspense fallback={<Panel title="What happens now" className="min-h-80" />}>
        <SignedIn path="/demo/roles">{() => <Experiment />}</SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        An old role opens no admin page: <Code>requireRole</Code> asks the database each time, under
        every strategy. What lags is what merely reads the session: <Code>/api/me</Code>, the menu
        above, your own <Code>getCurrentUser()</Code>.
      </p>
      <Sources
        page="roles"
        files={{
          "lib/session/current.ts":
            "getCurrentUser and requireRole, and which of them asks the database",
          "lib/session/store/table.ts": "the role read in one statement with the session",
          "lib/authjs/sessions.ts":
            "what update() in the browser does, and what it does not believe",
          "app/demo/api/roles/route.ts": "how this page signs somebody in and changes their role",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "And if I want the whole session gone?",
          "/demo/inspector": "Where is my role kept?",
        }}
      />
    </>
  );
});

function Experiment() {
  if (!env.DATABASE_URL)
    return (
      <Notice title="There is no database">
        Without <Code>DATABASE_URL</Code> a role is what it was at sign-in: there is no second place
        that could say something else.
      </Notice>
    );
  return (
    <Watch canTakeNow={strategy.roleNoticedWithin !== 0} inTheApp={<InTheApp />}>
      <WhatToWaitFor />
    </Watch>
  );
}

/** Said while the session shows the old role. */
function WhatToWaitFor() {
  if (strategy.roleNoticedWithin === null)
    return (
      <>
        The cookie carries the role. It stays until the next sign-in, or until the session takes the
        new one below; in this app a session lasts {inWords(sessionPolicy.absoluteMaxAge)} at most.
      </>
    );
  return strategy.roleNoticedWithin === 0 ? (
    "The next request should have told: something is wrong here."
  ) : (
    <>
      The access token carries the role, and the next one will have the new role; or take that now
      below. <InTheApp />
    </>
  );
}

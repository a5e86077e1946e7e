import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { sessionPolicy } from "@/lib/env";
import type { Session } from "@/lib/session/strategy";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Time limits" };

export default demoPage(function TimeLimitsPage() {
  return (
    <>
      <PageHeader title="When does a session end?">
        Three limits run at once: rolling, idle and absolute. Activity moves the first two on, and
        nothing moves the third. The one that comes first ends the session.
      </PageHeader>
      <Expectations page="time-limits" />
      <Suspense fallback={<Panel title="Your session" className="min-h-96" />}>
        <SignedIn path="/demo/time-limits">{(session) => <RightNow session={session} />}</SignedIn>
      </Suspense>
      <div className="grid max-w-prose gap-3 text-sm text-mute">
        <p>
          Activity is a request that asks who you are, and typing, which the browser reports while
          an idle limit is set. A timer is none: <Code>GET /api/session</Code>, which asks when the
          session ends, moves nothing.
        </p>
        <p>
          Not each request is written down. A renewal comes every <Code>SESSION_UPDATE_AGE</Code>,
          and with an idle limit every tenth of it, so that somebody who was active shortly before
          the end may lose that tenth.
        </p>
      </div>
      <Sources
        page="time-limits"
        files={{
          "lib/session/policy.ts": "the three limits, as pure functions of the times and the clock",
          "lib/browser/keep-alive.ts": "how the browser reports typing",
          "docs/session-limits.md": "settings for NIST SP 800-63B-4, levels 1 to 3",
          "app/demo/api/time-limits/route.ts": "the practice session",
        }}
      />
      <NextSteps
        steps={{
          "/demo/refresh": "What does a refresh do?",
          "/demo/sign-out-elsewhere": "And if I do not want to wait for the end?",
        }}
      />
    </>
  );
});

function RightNow({ session }: { session: Session }) {
  const { authTime, renewedAt, expires, accessExpires } = session;
  return (
    <Experiment
      strategy={strategy.name}
      policy={sessionPolicy}
      session={{
        state: "in",
        now: Date.now(),
        times: { authTime, renewedAt, expires, accessExpires },
      }}
    />
  );
}

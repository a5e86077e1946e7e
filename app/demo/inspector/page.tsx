import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Cost } from "./cost";
import { Inspection } from "./inspection";

export const metadata: Metadata = { title: "Inspector" };

export default demoPage(function InspectorPage() {
  return (
    <>
      <PageHeader title="What is in a session?">
        Your browser sends a cookie with every request. This page shows what the cookie holds, what
        the server stores for it, and what a check costs.
      </PageHeader>
      <Expectations page="inspector" />
      <Suspense fallback={<Panel title="Your session" className="min-h-96" />}>
        <SignedIn path="/demo/inspector">
          {(session) => (
            <>
              <Inspection session={session} />
              <Cost />
            </>
          )}
        </SignedIn>
      </Suspense>
      <Sources
        page="inspector"
        files={{
          "lib/session/tokens/claims.ts": "which claims a cookie carries",
          "lib/session/store/table.ts": "the one SQL statement that a check costs",
          "lib/session/cookie.ts": "the names and attributes of the cookies",
          "lib/http/timing.ts": "how statements and milliseconds are counted",
        }}
      />
      <NextSteps
        steps={{
          "/demo/cookie-size": "What if I put more into the cookie?",
          "/demo/sign-out-elsewhere":
            "What can the server do with a row that it cannot do with a cookie?",
        }}
      />
    </>
  );
});

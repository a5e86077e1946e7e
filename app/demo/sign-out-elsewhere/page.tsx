import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Lanes } from "../shared/lanes";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Sign out elsewhere" };

export default function SignOutElsewherePage() {
  return (
    <>
      <PageHeader title="Can I end a session from somewhere else?">
        A laptop is lost, a colleague leaves, a cookie was copied. Open a second browser below, end
        its session from this one, and watch when it notices.
      </PageHeader>
      <Lanes
        event="you end it elsewhere"
        lanes={{
          jwt: {
            keeps: "nothing stored",
            lag: "still in, until it expires",
            ends: true,
            verdict: (
              <>
                <strong>Nothing happens.</strong> There is no record to delete. A copy of the cookie
                works, and renews itself, up to the absolute limit.
              </>
            ),
          },
          database: {
            keeps: "one row per sign-in",
            becomes: "out at once, 0 s",
            ends: true,
            verdict: (
              <>
                <strong>Signed out</strong> on the next request: its row is gone, so its key opens
                nothing.
              </>
            ),
          },
          hybrid: {
            keeps: "one row per sign-in",
            lag: "still in, for minutes",
            becomes: "out",
            ends: true,
            verdict: (
              <>
                <strong>Signed out minutes later</strong>, when the access token ends and its row is
                not there to give another. At once where the database is asked.
              </>
            ),
          },
        }}
      />
      <Suspense fallback={<Panel title="What happens now" className="min-h-96" />}>
        <SignedIn path="/demo/sign-out-elsewhere">
          {() => <Experiment noticesWithin={strategy.noticesWithin} />}
        </SignedIn>
      </Suspense>
      <Sources
        files={{
          "lib/session/strategy.ts":
            "noticesWithin and sessions: what a strategy says that it can do",
          "lib/session/strategies/database.ts": "a row that is gone is a session that is over",
          "lib/session/strategies/hybrid.ts":
            "read takes the access token at its word; rotate and a fresh read ask for the row",
          "lib/session/strategies/jwt.ts": "no store is asked, so end() can do nothing",
          "app/demo/api/second-browser/route.ts": "how this page plays the second browser",
        }}
      />
      <NextSteps
        steps={{
          "/demo/roles": "And if only the role must go?",
          "/demo/inspector": "What is in the row that is deleted here?",
        }}
      />
    </>
  );
}

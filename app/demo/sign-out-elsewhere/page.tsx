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
      <Lanes page="sign-out-elsewhere" event="you end it elsewhere" ends />
      <Suspense fallback={<Panel title="What happens now" className="min-h-96" />}>
        <SignedIn path="/demo/sign-out-elsewhere">
          {() => <Experiment noticesWithin={strategy.endNoticedWithin} />}
        </SignedIn>
      </Suspense>
      <Sources
        page="sign-out-elsewhere"
        files={{
          "lib/session/strategy.ts":
            "noticesWithin and sessions: what a strategy says that it can do",
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

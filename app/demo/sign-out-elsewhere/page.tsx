import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { demoPage } from "../shared/gate";
import { InTheApp } from "../shared/in-the-app";
import { Lanes } from "../shared/lanes";
import { NextSteps } from "../shared/next-steps";
import { SHORT_ACCESS } from "../shared/short-access";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Sign out elsewhere" };

export default demoPage(function SignOutElsewherePage() {
  return (
    <>
      <PageHeader title="Can I end a session from somewhere else?">
        A laptop is lost, a colleague leaves, a cookie was copied. Open two browsers below, end the
        session of one of them, and watch when it notices.
      </PageHeader>
      <Lanes page="sign-out-elsewhere" event="you end it elsewhere" ends />
      <Suspense fallback={<Panel title="What happens now" className="min-h-96" />}>
        <SignedIn path="/demo/sign-out-elsewhere">
          {() => (
            <Experiment
              noticesWithin={strategy.endNoticedWithin && SHORT_ACCESS}
              inTheApp={<InTheApp />}
            />
          )}
        </SignedIn>
      </Suspense>
      <Sources
        page="sign-out-elsewhere"
        files={{
          "lib/session/strategy.ts":
            "endNoticedWithin and revocation: what a strategy says that it can do",
          "app/demo/api/sign-out-elsewhere/route.ts": "how this page plays the two browsers",
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
});

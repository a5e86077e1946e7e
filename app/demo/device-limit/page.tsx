import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { demoPage } from "../shared/gate";
import { Lanes } from "../shared/lanes";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Device limit" };

export default demoPage(function DeviceLimitPage() {
  return (
    <>
      <PageHeader title="Two devices at most: what becomes of the third?">
        A licence for two, or a rule against shared accounts. Whoever signs in on one device more
        gets in, and the session that is oldest goes. SESSION_DEVICE_LIMIT sets it for this app.
      </PageHeader>
      <Lanes page="device-limit" event="one more signs in" ends />
      <Suspense fallback={<Panel title="What happens now" className="min-h-64" />}>
        <SignedIn path="/demo/device-limit">
          {() => <Experiment canRevoke={strategy.revocation !== null} />}
        </SignedIn>
      </Suspense>
      <Sources
        files={{
          "lib/session/store/table.ts":
            "insert(): adds a row and deletes the oldest, the user's row locked",
          "lib/session/policy.ts": "deviceLimit: one of the rules over every strategy",
          "app/demo/api/device-limit/stage.ts": "how this page has a limit, and a user, of its own",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Can I end a session myself?",
          "/account": "Where am I signed in?",
        }}
      />
    </>
  );
});

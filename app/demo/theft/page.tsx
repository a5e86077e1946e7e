import type { Metadata } from "next";
import { Suspense } from "react";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Theft" };

export default demoPage(function TheftPage() {
  return (
    <>
      <PageHeader title="What if somebody copies my cookies?">
        A refresh token works once. When it is shown a second time, either an answer got lost or two
        parties have it, and the server cannot tell which of them is you.
      </PageHeader>
      <Expectations page="theft" />
      <Suspense fallback={<Panel title="A session to steal from" className="min-h-96" />}>
        <SignedIn path="/demo/theft">{() => <IfThereIsADatabase />}</SignedIn>
      </Suspense>
      <Panel title="Three things to try">
        <ol className="grid max-w-prose list-decimal gap-2 pl-5 text-sm marker:text-mute">
          <li>
            <strong>Inside the grace time.</strong> Start, let the thief copy, refresh as you, and
            within 5 seconds as the thief. Both have the same successor: to the server this looks
            like two tabs, or like an answer that got lost.
          </li>
          <li>
            <strong>After it.</strong> The same with a pause of 5 seconds. The session ends for
            both, the newest token included. You sign in again; the thief cannot.
          </li>
          <li>
            <strong>An older one.</strong> Let the thief copy, refresh twice as you, and then as the
            thief. Two generations back there is no grace: no tab is that late.
          </li>
        </ol>
      </Panel>
      <p className="max-w-prose text-sm text-pretty text-mute">
        What remains to the thief is the access token: until it ends, here 20 seconds,{" "}
        <Code>ACCESS_TOKEN_MAX_AGE</Code> in your app, it is believed without asking the database.
        Admin pages ask all the same, with <Code>requireRole</Code>. And a thief who copies while
        you never come back is not noticed: the idle and the absolute limit are for that.
      </p>
      <Sources
        page="theft"
        files={{
          "lib/session/tokens/refresh-token.ts":
            "why a lost answer can be given again with no token stored",
          "lib/session/store/table.ts": "rotate by compare and swap: of two at once, one wins",
          "tests/contract/rotation.test.ts": "the same scenes, as tests",
          "app/demo/api/family/family.ts": "the practice session, and how it hides its tokens",
        }}
      />
      <NextSteps
        steps={{
          "/demo/refresh": "How does it look when nothing is stolen?",
          "/demo/sign-out-elsewhere": "Can I end it myself?",
        }}
      />
    </>
  );
});

function IfThereIsADatabase() {
  if (env.DATABASE_URL) return <Experiment />;
  return (
    <Notice title="There is no database">
      Without <Code>DATABASE_URL</Code> there is no row that a refresh token could hang on.{" "}
      <Code>npm run demo</Code> brings one along.
    </Notice>
  );
}

import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { ReportForm } from "./form";

export const metadata: Metadata = { title: "Form" };

export default demoPage(function FormPage() {
  return (
    <>
      <PageHeader title="The session ends while I fill in a form. Is it all lost?">
        You type for half an hour and press Send. Most apps then show the sign-in page, and later an
        empty form. Here a dialog asks you to sign in, and then everything is sent, the file
        included. Fill in the form, end your session, and send it.
      </PageHeader>
      <Expectations page="form" />
      <Suspense fallback={<Panel title="A report" className="min-h-96" />}>
        <SignedIn path="/demo/form">
          {() => (
            <Panel
              title="A report"
              lead="Nothing is stored. The answer lists what has arrived."
              className="max-w-2xl"
            >
              <ReportForm canRevoke={strategy.revocation !== null} />
            </Panel>
          )}
        </SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        The action never runs for a guest: <Code>formAction</Code> answers “signed out” instead of
        redirecting. The hook keeps the fields in memory until there is a session again, and sends
        them only for the same user. <Code>sessionFetch</Code> does the same for <Code>fetch</Code>:
        it refreshes and asks again. Without JavaScript the form leads to the sign-in page.
      </p>
      <Sources
        files={{
          "components/use-form-action.ts": "the hook: use it in place of useActionState",
          "lib/browser/send-form.ts": "when it refreshes, asks to sign in, and sends again",
          "components/sign-in-dialog.tsx": "the dialog, which the root layout includes",
          "lib/forms/action.ts": "what the server answers to the form of a guest",
          "lib/browser/session-fetch.ts": "the same for fetch",
          "app/demo/form/actions.ts": "the action of this page",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Who could have ended my session?",
          "/demo/inspector": "What is in my session?",
        }}
      />
    </>
  );
});

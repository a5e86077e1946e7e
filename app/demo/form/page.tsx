import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Expectations } from "../shared/expectations";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { ReportForm } from "./form";

export const metadata: Metadata = { title: "Form" };

export default function FormPage() {
  return (
    <>
      <PageHeader title="The session ends while I fill in a form. Is it all lost?">
        Half an hour of typing, then Send, then the sign-in page and an empty form: most apps do
        that. Here a dialog opens on this page, and then everything goes through, the file included.
        Fill in the form, end your session, and send it.
      </PageHeader>
      <Expectations
        facts={{
          jwt: {
            "the session ends": "when its cookie expires, or is gone",
            "the form notices": "when it is sent",
            "and then": "it asks you to sign in here, and sends again",
          },
          database: {
            "the session ends": "when its row is deleted, or expires",
            "the form notices": "when it is sent",
            "and then": "it asks you to sign in here, and sends again",
          },
          hybrid: {
            "the session ends": "when its row is deleted; the access token alone ends all the time",
            "the form notices": "when it is sent: this action asks for a fresh check",
            "and then": "it refreshes unseen if it can; if not, it asks you to sign in here",
          },
        }}
      />
      <Suspense fallback={<Panel title="A report" className="min-h-96" />}>
        <SignedIn path="/demo/form">
          {() => (
            <Panel
              title="A report"
              lead="Nothing is kept: the answer says what has arrived."
              className="max-w-2xl"
            >
              <ReportForm canRevoke={strategy.canRevoke} />
            </Panel>
          )}
        </SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        The action never runs for a guest: <Code>formAction</Code> answers “signed out” instead of a
        redirect, and the hook keeps what was sent in memory until there is a session again. It goes
        on only for the same user. For <Code>fetch</Code> there is <Code>sessionFetch</Code>, which
        refreshes and asks once more. Without JavaScript the form leads to the sign-in page, as
        ever.
      </p>
      <Sources
        files={{
          "components/use-form-action.ts": "the hook: use it in place of useActionState",
          "lib/browser/send-form.ts": "when it refreshes, asks to sign in, and sends again",
          "components/sign-in-dialog.tsx": "the dialog, in the root layout",
          "lib/forms/action.ts": "what the server answers to a form of nobody",
          "lib/browser/session-fetch.ts": "the same for fetch",
          "app/demo/form/actions.ts": "the action of this page",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "Who could have ended my session?",
          "/demo/inspector": "What is my session, after all?",
        }}
      />
    </>
  );
}

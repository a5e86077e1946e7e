import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { ReportForm } from "./form";

export const metadata: Metadata = { title: "Unsaved forms" };
export const instant = false;

export default demoPage(function FormPage() {
  return (
    <ExperimentPage
      page="form"
      title="Unsaved forms"
      lead="You type for half an hour and press Send, and your session has ended. Most apps show the sign-in page, and later an empty form. Here a dialog asks you to sign in, and then the form is sent with everything, including the file."
      stage={() => <ReportForm strategy={strategy.name} canRevoke={strategy.revocation !== null} />}
      next={{
        "/demo/sign-out-elsewhere": "Who could have ended my session?",
        "/demo/inspector": "What is in my session?",
      }}
    >
      <p className="max-w-prose text-pretty text-muted-foreground">
        The action never runs for a guest: <Code>formAction</Code> answers “signed out” instead of
        redirecting. The hook keeps the fields in memory until you have a session again, and sends
        them only for the same user. <Code>sessionFetch</Code> does the same for <Code>fetch</Code>:
        it refreshes and repeats the request. Without JavaScript the form leads to the sign-in page.
      </p>
    </ExperimentPage>
  );
});

import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Step-up" };
export const instant = false;

export default demoPage(function StepUpPage() {
  return (
    <ExperimentPage
      page="step-up"
      title="Step-up"
      lead="Someone finds your browser open. Being signed in is not enough for what matters: here the last sign-in must be recent. You confirm who you are on this page, and the form keeps what you typed."
      stage={({ authTime, method }) => (
        <Experiment strategy={strategy.name} authTime={authTime} method={method} />
      )}
      next={{
        "/demo/form": "And if my session has ended meanwhile?",
        "/account": "Where does this app ask for it?",
      }}
    >
      <p className="max-w-prose text-sm text-pretty text-muted-foreground">
        <Code>requireRecentSignIn</Code> compares the time of the last sign-in, which no renewal
        moves. The app uses it before someone changes how they sign in, before they delete their
        account, and before an admin gives or takes access. To confirm is to sign in: this browser
        gets a new session, and the one before ends where the strategy can end it. Without
        JavaScript the form leads to the sign-in page.
      </p>
      {/* #region passkeys */}
      <p className="max-w-prose text-sm text-pretty text-muted-foreground">
        With a passkey, one touch confirms who you are. Add one on your account page, and try again.
      </p>
      {/* #endregion */}
    </ExperimentPage>
  );
});

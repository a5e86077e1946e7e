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
      lead="Someone finds your browser open. For important actions, a session is not enough: the last sign-in must be recent. You confirm who you are on this page, and the form keeps your input."
      stage={({ authTime, method }) => (
        <Experiment strategy={strategy.name} authTime={authTime} method={method} />
      )}
      next={{
        "/demo/form": "What if my session has ended in the meantime?",
        "/account": "Where does this app require a recent sign-in?",
      }}
    >
      <div className="grid max-w-prose gap-3 text-pretty text-muted-foreground">
        <p>
          <Code>requireRecentSignIn</Code> checks the time of the last sign-in. Renewals do not
          change that time. The app uses it before someone changes how they sign in, before they
          delete their account, and before an admin grants or removes access. Confirming is a new
          sign-in: this browser gets a new session, and the previous one is ended if the strategy
          can end sessions. Without JavaScript the form leads to the sign-in page.
        </p>
        {/* #region passkeys */}
        <p>
          With a passkey, one touch confirms who you are. Add one on your account page, and try
          again.
        </p>
        {/* #endregion */}
      </div>
    </ExperimentPage>
  );
});

import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { hereAndInTheApp } from "../shared/short-access";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Device limit" };
export const instant = false;

export default demoPage(function DeviceLimitPage() {
  return (
    <ExperimentPage
      page="device-limit"
      title="Device limit"
      lead="A licence for two devices, or a rule against shared accounts. A sign-in on one more device succeeds, and the oldest session ends."
      stage={() => (
        <Experiment
          strategy={strategy.name}
          counts={strategy.records !== null}
          within={hereAndInTheApp(strategy.endNoticedWithin)}
        />
      )}
      next={{
        "/demo/sign-out-elsewhere": "Can I end a session myself?",
        "/account": "Where am I signed in?",
      }}
    >
      <div className="grid max-w-prose gap-3 text-pretty text-muted-foreground">
        <h2 className="text-xl font-semibold tracking-tight text-foreground">
          What the owner of the ended session sees
        </h2>
        <p>
          Their next click leads to the sign-in page, and after signing in back to the same page. A
          filled-in form asks them to sign in, and is then sent. The page does not tell them that
          another sign-in ended their session. An admin finds this in the audit trail, at{" "}
          <Code>/admin/audit</Code>. If they sign in again, the session that is now the oldest ends.
        </p>
        <p>
          <Code>SESSION_DEVICE_LIMIT</Code> sets the limit of this app. It counts sessions, because
          a server cannot recognize devices.
        </p>
      </div>
    </ExperimentPage>
  );
});

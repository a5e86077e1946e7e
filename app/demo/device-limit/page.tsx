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
      lead="A licence for two, or a rule against shared accounts. Whoever signs in on one device more gets in, and the oldest session goes."
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
          Their next click leads to the sign-in page, and from there back to where they were. A form
          that they have filled in asks them to sign in, and is then sent. Nothing on the page tells
          them that somebody else has taken their place; an admin finds it in the audit trail, at{" "}
          <Code>/admin/audit</Code>. If they sign in again, the session that is now the oldest ends.
        </p>
        <p>
          <Code>SESSION_DEVICE_LIMIT</Code> sets the limit of this app. It counts sessions, which is
          as close to devices as a server gets.
        </p>
      </div>
    </ExperimentPage>
  );
});

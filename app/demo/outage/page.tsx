import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { NeedsDatabase } from "../shared/needs-database";
import { hereAndInTheApp } from "../shared/short-access";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Outage" };
export const instant = false;

// #region keep
const givenUp = {
  "kick-out": "Neither the user nor an admin can end a session.",
  "sign out everywhere": "There is no list of sessions, and no device limit.",
  roles: "A role is set at sign-in. It cannot be changed.",
  passwords: "Passwords do not exist. People sign in only with GitHub or OpenID Connect.",
  "disabling a user": "Everyone who can sign in at the provider can sign in here.",
  "the audit trail": "Events are not recorded.",
};
// #endregion

export default demoPage(function OutagePage() {
  return (
    <ExperimentPage
      page="outage"
      title="Outage"
      lead="The database is down. See who is still served, for how long, and who can sign in."
      stage={() => (
        <NeedsDatabase why="no database can be down.">
          <Experiment
            strategy={strategy.name}
            goesOn={
              strategy.asksStore
                ? { here: 0, inTheApp: 0 }
                : hereAndInTheApp(strategy.endNoticedWithin)
            }
          />
        </NeedsDatabase>
      )}
      // #region keep
      next={{
        "/demo/report": "What was measured during a real database outage?",
        "/demo/choose": "Which strategy fits my project?",
      }}
      // #endregion
      // kept: next={{ "/demo/time-limits": "When does my session end?" }}
    >
      {/* #region keep */}
      <section>
        <h2 className="mb-1 text-xl font-semibold tracking-tight">
          What jwt gives up without a database
        </h2>
        <p className="mb-3 max-w-prose text-sm text-muted-foreground">
          <Code>AUTH_STRATEGY=jwt</Code> runs without <Code>DATABASE_URL</Code>. Then no database
          can be down, but these features are missing:
        </p>
        <dl className="grid gap-5 text-sm sm:grid-cols-2 lg:grid-cols-3">
          {Object.entries(givenUp).map(([what, why]) => (
            <div key={what}>
              <dt className="font-semibold first-letter:uppercase">{what}</dt>
              <dd className="mt-1 text-pretty text-muted-foreground">{why}</dd>
            </div>
          ))}
        </dl>
      </section>
      {/* #endregion */}
    </ExperimentPage>
  );
});

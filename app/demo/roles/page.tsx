import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { NeedsDatabase } from "../shared/needs-database";
import { hereAndInTheApp } from "../shared/short-access";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Roles" };
export const instant = false;

export default demoPage(function RolesPage() {
  return (
    <ExperimentPage
      page="roles"
      title="Roles"
      lead="An admin changes somebody's role while they are signed in. See how long their session goes on showing the old one."
      stage={() => (
        <NeedsDatabase why="a role is what it was at sign-in: there is no second place that could say something else.">
          <Experiment
            strategy={strategy.name}
            within={hereAndInTheApp(strategy.roleNoticedWithin)}
          />
        </NeedsDatabase>
      )}
      next={{
        "/demo/sign-out-elsewhere": "And if I want the whole session gone?",
        "/demo/inspector": "Where is my role kept?",
      }}
    >
      <p className="max-w-prose text-pretty text-muted-foreground">
        An old role opens no admin page: <Code>requireRole</Code> asks the database each time, under
        every strategy. What lags is what merely reads the session: <Code>/api/me</Code>, the menu
        above, your own <Code>getCurrentUser()</Code>. The buttons change a throw-away user alone.
        To see it with two real people, sign in as <Code>admin@example.com</Code> in a private
        window and change a role at <Code>/admin</Code>.
      </p>
    </ExperimentPage>
  );
});

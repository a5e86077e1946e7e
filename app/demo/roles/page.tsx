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
      lead="An admin changes the role of a signed-in user. See how long the session keeps the old role."
      stage={() => (
        <NeedsDatabase why="the role is stored only in the session, so no database can have a newer role.">
          <Experiment
            strategy={strategy.name}
            within={hereAndInTheApp(strategy.roleNoticedWithin)}
          />
        </NeedsDatabase>
      )}
      next={{
        "/demo/sign-out-elsewhere": "How do I end the whole session?",
        "/demo/inspector": "Where is my role stored?",
      }}
    >
      <p className="max-w-prose text-pretty text-muted-foreground">
        An old role opens no admin page: <Code>requireRole</Code> asks the database each time, under
        every strategy. Only code that just reads the session is late: <Code>/api/me</Code>, the
        menu above, and your own calls of <Code>getCurrentUser()</Code>. The buttons change only a
        throw-away user. To try it with two real users, sign in as <Code>admin@example.com</Code> in
        a private window and change a role at <Code>/admin</Code>.
      </p>
    </ExperimentPage>
  );
});

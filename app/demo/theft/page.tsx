import type { Metadata } from "next";
import { Suspense } from "react";
import { Code } from "@/components/ui/code";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { NeedsDatabase } from "../shared/needs-database";
import { Experiment } from "./experiment";
import { UntilWhen } from "./until-when";

export const metadata: Metadata = { title: "Theft" };
export const instant = false;

const tries = {
  "Inside the grace time":
    "Start a session, let the thief copy your cookies, refresh as you, and within 5 seconds refresh as the thief. Both get the same successor, because to the server this looks like two tabs or a lost answer.",
  "After the grace time":
    "Do the same with a pause of 5 seconds. The session ends for both, including the newest token. You can sign in again; the thief cannot.",
  "With an older token":
    "Let the thief copy your cookies, refresh twice as you, and then refresh as the thief. A token that is two generations old has no grace time, because no tab is that late.",
};

export default demoPage(function TheftPage() {
  return (
    <ExperimentPage
      page="theft"
      title="Theft"
      lead="Somebody has copied your cookies. A refresh token works once. If it is sent a second time, two parties have it, and the server cannot know which one is you."
      stage={() => (
        <NeedsDatabase why="there is no row for a refresh token.">
          <Experiment />
        </NeedsDatabase>
      )}
      next={{
        "/demo/refresh": "How does a refresh work without theft?",
        "/demo/sign-out-elsewhere": "Can I end a session myself?",
      }}
    >
      <section>
        <h2 className="mb-3 text-xl font-semibold tracking-tight">Three things to try</h2>
        <dl className="grid gap-5 text-sm md:grid-cols-3">
          {Object.entries(tries).map(([name, what]) => (
            <div key={name}>
              <dt className="font-semibold">{name}</dt>
              <dd className="mt-1 text-pretty text-muted-foreground">{what}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h2 className="mb-1 text-xl font-semibold tracking-tight">
          How long a thief has access in this app
        </h2>
        <p className="mb-3 max-w-prose text-sm text-pretty text-muted-foreground">
          The settings of this app: access tokens live {inWords(sessionPolicy.accessMaxAge)}, the
          grace time is {inWords(sessionPolicy.reuseGrace)}, and a session ends{" "}
          {inWords(sessionPolicy.maxAge)} after its last renewal and{" "}
          {inWords(sessionPolicy.absoluteMaxAge)} after sign-in at the latest. Admin pages ask the
          database under every strategy, with <Code>requireRole</Code>.
        </p>
        <Suspense>
          <UntilWhen />
        </Suspense>
      </section>
    </ExperimentPage>
  );
});

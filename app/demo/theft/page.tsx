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
    "Start, let the thief copy, refresh as you, and within 5 seconds as the thief. Both have the same successor: to the server this looks like two tabs, or like an answer that got lost.",
  "After it":
    "The same with a pause of 5 seconds. The session ends for both, the newest token included. You sign in again; the thief cannot.",
  "An older one":
    "Let the thief copy, refresh twice as you, and then as the thief. Two generations back there is no grace: no tab is that late.",
};

export default demoPage(function TheftPage() {
  return (
    <ExperimentPage
      page="theft"
      title="Theft"
      lead="Somebody has copied your cookies. A refresh token works once: when it is shown a second time, two parties have it, and the server cannot tell which of them is you."
      stage={() => (
        <NeedsDatabase why="there is no row that a refresh token could hang on.">
          <Experiment />
        </NeedsDatabase>
      )}
      next={{
        "/demo/refresh": "How does it look when nothing is stolen?",
        "/demo/sign-out-elsewhere": "Can I end it myself?",
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
          What a thief has in this app, and until when
        </h2>
        <p className="mb-3 max-w-prose text-sm text-pretty text-muted-foreground">
          With the settings of this app: access tokens of {inWords(sessionPolicy.accessMaxAge)}, a
          grace time of {inWords(sessionPolicy.reuseGrace)}, {inWords(sessionPolicy.maxAge)} from
          one renewal to the end, and {inWords(sessionPolicy.absoluteMaxAge)} in any case. Admin
          pages ask the database under every strategy, with <Code>requireRole</Code>.
        </p>
        <Suspense>
          <UntilWhen />
        </Suspense>
      </section>
    </ExperimentPage>
  );
});

import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Table } from "@/components/ui/table";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { absoluteEnd, limitsOf } from "@/lib/session/policy";
import type { Session } from "@/lib/session/strategy";
import { Countdown } from "../shared/countdown";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Time limits" };
export const instant = false;

export default demoPage(function TimeLimitsPage() {
  return (
    <ExperimentPage
      page="time-limits"
      title="Time limits"
      lead="A session has three limits: rolling, idle and absolute. See each of them separately, what extends it, and which ends first."
      stage={(session) => (
        <div className="grid gap-10">
          <Experiment strategy={strategy.name} />
          <YourSession session={session} />
        </div>
      )}
      next={{
        "/demo/refresh": "What does a refresh do?",
        "/demo/sign-out-elsewhere": "How do I end a session before its limit?",
      }}
    >
      <div className="grid max-w-prose gap-3 text-pretty text-muted-foreground">
        <p>
          Activity is a request that asks who you are, and typing, which the browser reports if an
          idle limit is set. Timers do not count as activity: <Code>GET /api/session</Code>, which
          asks when the session ends, extends nothing. The checks of this page, one per second,
          extend nothing either.
        </p>
        <p>
          The rolling and the idle limit are both counted from the last renewal. They differ in how
          often a session is renewed: every <Code>SESSION_UPDATE_AGE</Code>, or with an idle limit
          every tenth of that limit. A user who was active shortly before the end may lose that
          tenth.
        </p>
      </div>
    </ExperimentPage>
  );
});

/** The limits of this app, at the time when the page is rendered. */
function YourSession({ session }: { session: Session }) {
  const { authTime, renewedAt } = session;
  const policy = limitsOf(sessionPolicy, session);
  const { maxAge, idleTimeout, absoluteMaxAge } = policy;
  const rows = [
    ["rolling", maxAge, renewedAt + maxAge * 1000],
    ["idle", idleTimeout, renewedAt + (idleTimeout ?? 0) * 1000],
    ["absolute", absoluteMaxAge, absoluteEnd(policy, authTime)],
  ] as const;
  const first = Math.min(...rows.flatMap(([, length, at]) => (length ? [at] : [])));
  return (
    <section aria-label="Your own session">
      <h2 className="mb-3 text-xl font-semibold tracking-tight">Your own session</h2>
      <Table head={["limit", "length", "left", "order"]}>
        {rows.map(([name, length, at]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{length ? inWords(length) : "none is set"}</td>
            <td>{length ? <Countdown to={at} /> : "–"}</td>
            <td>{length && at === first ? "comes first" : ""}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

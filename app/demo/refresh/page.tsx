import type { Metadata } from "next";
import { strategy } from "@/auth";
import { Time } from "@/components/time";
import { inWords } from "@/lib/duration";
import { env, sessionPolicy } from "@/lib/env";
import { renewAfter } from "@/lib/session/policy";
import type { Session } from "@/lib/session/strategy";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { Facts, Result } from "../shared/stage";
import { notDescribed, wordsOf } from "../shared/words";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Refresh" };
export const instant = false;

export default demoPage(function RefreshPage() {
  return (
    <ExperimentPage
      page="refresh"
      title="Refresh"
      lead="An access token is accepted without asking the database, so it is short-lived. A refresh token is exchanged for the next one in the database, so it lives long. See the exchange, and what strategies with one cookie do instead."
      stage={(session) => (
        <Experiment
          strategy={strategy.name}
          accessExpiresIn={session.accessExpires ? session.accessExpires - Date.now() : null}
          withDatabase={Boolean(env.DATABASE_URL)}
        >
          <NothingToRefresh session={session} />
        </Experiment>
      )}
      next={{
        "/demo/theft": "What if somebody else has a copy?",
        "/demo/time-limits": "How long can a session be refreshed?",
      }}
    >
      <p className="max-w-prose text-pretty text-muted-foreground">
        {strategy.refresh ? (
          <>
            A timer in each page refreshes 2 minutes before the access token expires, or after half
            of a shorter lifetime. An access token lives {inWords(strategy.endNoticedWithin ?? 0)}{" "}
            here (<code className="font-mono">ACCESS_TOKEN_MAX_AGE</code>).
            {(strategy.endNoticedWithin ?? 0) > 60
              ? " Start the app with ACCESS_TOKEN_MAX_AGE=30 to see the timer refresh."
              : " You can see the timer refresh while this page is open."}
          </>
        ) : (
          "This strategy has one cookie. Start the app with AUTH_STRATEGY=hybrid to see your own tokens exchanged. The 20 refreshes at once always use hybrid."
        )}
      </p>
    </ExperimentPage>
  );
});

async function NothingToRefresh({ session: { renewedAt, expires } }: { session: Session }) {
  return (
    <>
      <Result note={(await wordsOf(strategy.name)).renewal ?? notDescribed}>
        nothing to refresh
      </Result>
      <Facts
        of={{
          "last renewed": <Time at={renewedAt} />,
          "next renewal": (
            <>
              from <Time at={renewedAt + renewAfter(sessionPolicy) * 1000} /> on
            </>
          ),
          "ends without a renewal": <Time at={expires} />,
        }}
      />
    </>
  );
}

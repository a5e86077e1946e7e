import type { Metadata } from "next";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Time } from "@/components/time";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { renewAfter } from "@/lib/session/policy";
import { strategies, strategyNames } from "@/lib/session/strategies";
import type { Session } from "@/lib/session/strategy";
import { CodeBlock } from "../shared/code-block";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { notDescribed, wordsOf } from "../shared/words";
import { Timeline } from "./timeline";
import { Twenty } from "./twenty";

export const metadata: Metadata = { title: "Refresh" };

export default demoPage(function RefreshPage() {
  return (
    <>
      <PageHeader title="Why two tokens?">
        The app accepts an access token without asking the database, so it must be short-lived. A
        refresh token is exchanged for the next one in the database, so it can live long. This page
        shows the exchange, and what strategies with one cookie do instead.
      </PageHeader>
      <Expectations page="refresh" />
      <Suspense fallback={<Panel title="As it happens" className="min-h-96" />}>
        <SignedIn path="/demo/refresh">{(session) => <Experiment session={session} />}</SignedIn>
      </Suspense>
      <Sources
        page="refresh"
        files={{
          "app/api/session/refresh/route.ts":
            "POST for the browser's timer, GET for the redirect of a page",
          "lib/browser/refresh.ts": "one refresh for all tabs: a lock, and what the tabs share",
          "lib/browser/keep-alive.ts":
            "when the keeper refreshes: before the end, and in a visible page",
          "lib/browser/session-fetch.ts": "after a 401: a refresh, and the same request again",
          "middleware.ts":
            "redirects a page visit whose access token has expired to the refresh route",
        }}
      />
      <NextSteps
        steps={{
          "/demo/theft": "And if somebody else has a copy?",
          "/demo/time-limits": "How long can this go on?",
        }}
      />
    </>
  );
});

function Experiment({ session }: { session: Session }) {
  if (!strategy.refresh || session.accessExpires === undefined)
    return <NothingToRefresh session={session} />;
  return (
    <>
      <Timeline
        strategy={strategy.name}
        accessExpiresIn={session.accessExpires - Date.now()}
        accessMaxAge={strategy.endNoticedWithin ?? 0}
      />
      <Twenty />
      <Panel
        title="Watching the keeper"
        lead={`An access token lives ${inWords(strategy.endNoticedWithin ?? 0)} here. The keeper refreshes it 2 minutes before it expires, or after half of a shorter life. With a shorter life you see it sooner.`}
      >
        <CodeBlock label="Starting with short access tokens">
          {`ACCESS_TOKEN_MAX_AGE=30 AUTH_STRATEGY=${strategy.name} npm run demo`}
        </CodeBlock>
      </Panel>
    </>
  );
}

/** The strategies that have a refresh token. */
const refreshing = strategyNames.filter((name) => strategies[name].cookies.refresh);

async function NothingToRefresh({ session: { renewedAt, expires } }: { session: Session }) {
  return (
    <Panel
      strategy={strategy.name}
      title="There is nothing to refresh here"
      lead={(await wordsOf(strategy.name)).renewal ?? notDescribed}
    >
      <DataList>
        <DataItem name="last renewed">
          <Time at={renewedAt} />
        </DataItem>
        <DataItem name="next renewal">
          with the first request from <Time at={renewedAt + renewAfter(sessionPolicy) * 1000} /> on
        </DataItem>
        <DataItem name="ends without one">
          <Time at={expires} />
        </DataItem>
      </DataList>
      <p className="mt-4 mb-2 max-w-prose text-sm text-pretty text-mute">
        To see tokens being exchanged, start the app with another strategy:
      </p>
      <CodeBlock label="Starting with refresh tokens">
        {refreshing
          .map((name) => `ACCESS_TOKEN_MAX_AGE=30 AUTH_STRATEGY=${name} npm run demo`)
          .join("\n")}
      </CodeBlock>
    </Panel>
  );
}

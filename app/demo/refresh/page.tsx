import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { strategy } from "@/auth";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { renewAfter } from "@/lib/session/policy";
import type { Session } from "@/lib/session/strategy";
import { CodeBlock } from "../shared/code-block";
import { type ByStrategy, Expectations } from "../shared/expectations";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Timeline } from "./timeline";
import { Twenty } from "./twenty";

export const metadata: Metadata = { title: "Refresh" };

export default function RefreshPage() {
  return (
    <>
      <PageHeader title="Why two tokens?">
        One is believed without asking the database, so it must be short. The other asks the
        database for the next one, so it can be long. What happens when they are traded, and what
        strategies with one cookie do instead.
      </PageHeader>
      <Expectations
        facts={{
          jwt: {
            "is renewed": "the cookie itself, by the middleware, when a renewal is due",
            "the database is asked": "never",
            "an old copy": "goes on until its own end",
          },
          database: {
            "is renewed": "the row's end; the cookie stays as it is",
            "the database is asked": "at each request",
            "an old copy": "there is but one key: it is the same session",
          },
          hybrid: {
            "is renewed":
              "both cookies: the refresh token is traded for a new pair, and used up by it",
            "the database is asked": `once in the life of an access token`,
            "an old copy": "of the refresh token, shown late, ends the session",
          },
        }}
      />
      <Suspense fallback={<Panel title="As it happens" className="min-h-96" />}>
        <SignedIn path="/demo/refresh">{(session) => <Experiment session={session} />}</SignedIn>
      </Suspense>
      <Sources
        files={{
          "app/api/session/refresh/route.ts":
            "POST for the browser's timer, GET for the trip of a page",
          "lib/browser/refresh.ts": "one refresh for all tabs: a lock, and what they know",
          "lib/browser/keep-alive.ts":
            "when the keeper refreshes: before the end, and in a visible page",
          "lib/browser/session-fetch.ts": "a 401, a refresh, and the same request once more",
          "middleware.ts": "sends a page visit with an ended access token on the trip",
          "lib/session/strategies/hybrid.ts": "what a refresh token is worth",
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
}

function Experiment({ session }: { session: Session }) {
  if (!strategy.rotate || session.accessExpires === undefined)
    return <NothingToRefresh session={session} />;
  return (
    <>
      <Timeline
        accessExpiresIn={session.accessExpires - Date.now()}
        accessMaxAge={strategy.noticesWithin ?? 0}
      />
      <Twenty />
      <Panel
        title="To watch the keeper at work"
        lead={`An access token lives ${inWords(strategy.noticesWithin ?? 0)} here, and the keeper refreshes 2 minutes before its end, of a short one at half of its life. Shorter ones show it sooner.`}
      >
        <CodeBlock label="Starting with short access tokens">
          ACCESS_TOKEN_MAX_AGE=30 AUTH_STRATEGY=hybrid npm run demo
        </CodeBlock>
      </Panel>
    </>
  );
}

const instead: ByStrategy<ReactNode> = {
  jwt: "The cookie is the session. When a renewal is due, the next request gets a new cookie with a later end; nobody is asked, and the old one is not withdrawn.",
  database:
    "The cookie is a key, and each request asks for its row. When a renewal is due, the row gets a later end; the browser notices nothing.",
  hybrid: null,
};

function NothingToRefresh({ session: { renewedAt, expires } }: { session: Session }) {
  return (
    <Panel
      strategy={strategy.name}
      title="There is nothing to refresh here"
      lead={instead[strategy.name]}
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
        To see tokens being traded, start the app with <Code>hybrid</Code>:
      </p>
      <CodeBlock label="Starting with hybrid">
        ACCESS_TOKEN_MAX_AGE=30 AUTH_STRATEGY=hybrid npm run demo
      </CodeBlock>
    </Panel>
  );
}

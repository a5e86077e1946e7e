import Link from "next/link";
import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { StrategyBadge } from "@/components/ui/badge";
import { Code, CodeBlock } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { strategies } from "@/lib/session/strategy";
import { experiments } from "./experiments";
import { Expectations } from "./shared/expectations";

export default function DemoPage() {
  return (
    <>
      <PageHeader title="See what a session strategy changes">
        Each page asks one question, says what to expect under each strategy, and measures what
        happens now, with real requests to this app. Try one, start the app with another strategy,
        and try it again. Users, pages and checks stay the same; the cookie and what stands behind
        it do not.
      </PageHeader>
      <Suspense fallback={<Panel title="Running" className="min-h-40" />}>
        <Running />
      </Suspense>
      <ul className="grid gap-4 md:grid-cols-2">
        {experiments.map(({ path, name, question }) => (
          <li
            key={path}
            className="relative rounded-panel border border-line bg-panel p-5 hover:border-edge"
          >
            <Link href={path} className="font-semibold tracking-tight after:absolute after:inset-0">
              {name}
            </Link>
            <p className="mt-1 text-sm text-mute">{question}</p>
          </li>
        ))}
      </ul>
      <Expectations
        facts={{
          jwt: {
            "in the cookie": "everything, encrypted",
            "a check costs": "one decryption, no SQL",
            "ended by": "its expiry alone",
            "a new role is seen": "after the next sign-in",
          },
          database: {
            "in the cookie": "a random key",
            "a check costs": "one SQL statement",
            "ended by": "deleting its row, at once",
            "a new role is seen": "by the next request",
          },
          hybrid: {
            "in the cookie": "an access token for minutes, and a refresh token that rotates",
            "a check costs": "one decryption, no SQL",
            "ended by": "deleting its row, when the access token ends",
            "a new role is seen": "with the next access token",
          },
        }}
      />
      <Panel
        title="When you have seen enough"
        lead="The demo is one folder and its tests, and nothing outside imports from it."
      >
        <CodeBlock label="Removing the demo">rm -rf app/demo tests/e2e/demo</CodeBlock>
      </Panel>
    </>
  );
}

async function Running() {
  await connection();
  const others = Object.keys(strategies).filter((name) => name !== strategy.name);
  return (
    <Panel
      strategy={strategy.name}
      title={
        <>
          Running: <StrategyBadge strategy={strategy.name} />
        </>
      }
      lead={
        <>
          <Code>AUTH_STRATEGY</Code> is read at start. Each strategy has cookies of its own: sign in
          once under each, and you are still signed in when you come back.
        </>
      }
    >
      <CodeBlock label="Starting with another strategy">
        {others.map((name) => `AUTH_STRATEGY=${name} npm run demo`).join("\n")}
      </CodeBlock>
    </Panel>
  );
}

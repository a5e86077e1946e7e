import Link from "next/link";
import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { StrategyBadge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { strategyNames } from "@/lib/session/strategies";
import { type Experiment, experiments } from "./experiments";
import { CodeBlock } from "./shared/code-block";
import { DemoUsers } from "./shared/demo-users";
import { Expectations } from "./shared/expectations";
import { demoPage } from "./shared/gate";

export default demoPage(function DemoPage() {
  return (
    <>
      <PageHeader title="See what a session strategy changes">
        Each page asks one question, says what to expect under each strategy, and measures what
        happens with real requests to this app. Compare shows all strategies at once. On the other
        pages, try one strategy, start the app with another, and try again. Choose turns what you
        need into settings.
      </PageHeader>
      <Suspense fallback={<Panel title="Running" className="min-h-40" />}>
        <Running />
      </Suspense>
      <Expectations page="demo" />
      <Pages
        title="Every strategy at once"
        pages={experiments.filter(({ all }) => all)}
        columns="md:grid-cols-3"
      />
      <Pages
        title="One question each, under the running strategy"
        pages={experiments.filter(({ all }) => !all)}
        columns="md:grid-cols-2"
      />
      <Panel
        title="When you have seen enough"
        lead="The demo is one folder and its tests. Nothing else imports from it."
      >
        <CodeBlock label="Removing the demo">rm -rf app/demo tests/e2e/demo</CodeBlock>
      </Panel>
    </>
  );
});

interface PagesProps {
  title: string;
  pages: Experiment[];
  columns: string;
}

function Pages({ title, pages, columns }: PagesProps) {
  return (
    <section className="mt-3">
      <h2 className="mb-3 font-semibold tracking-tight">{title}</h2>
      <ul className={`grid gap-4 ${columns}`}>
        {pages.map(({ path, name, question }) => (
          <li
            key={path}
            className="relative rounded-panel border border-line bg-panel px-5 py-4 hover:border-edge"
          >
            <Link href={path} className="font-semibold tracking-tight after:absolute after:inset-0">
              {name}
            </Link>
            <p className="mt-1 text-sm text-pretty text-mute">{question}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function Running() {
  await connection();
  const others = strategyNames.filter((name) => name !== strategy.name);
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
          The app reads <Code>AUTH_STRATEGY</Code> when it starts. Stop this one with Ctrl-C, then
          start another. Each strategy has its own cookies: sign in once under each, and you are
          still signed in when you come back.
        </>
      }
    >
      <CodeBlock label="Starting with another strategy">
        {others.map((name) => `AUTH_STRATEGY=${name} npm run demo`).join("\n")}
      </CodeBlock>
      <p className="mt-4 text-sm text-mute">
        <DemoUsers />
      </p>
    </Panel>
  );
}

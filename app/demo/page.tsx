import {
  ArrowRight,
  BadgeCheck,
  ChartNoAxesColumn,
  ClipboardPen,
  Compass,
  Cookie,
  DatabaseZap,
  DoorOpen,
  Fingerprint,
  GitCompareArrows,
  HatGlasses,
  Hourglass,
  type LucideIcon,
  Mail,
  MonitorSmartphone,
  PackageOpen,
  RefreshCw,
  ScanSearch,
  Send,
  Shuffle,
} from "lucide-react";
import Link from "next/link";
import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { StrategyBadge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { strategyNames } from "@/lib/session/strategies";
// #region keep
import { Questions } from "./docs/questions";
// #endregion
import { type Experiment, experimentsOf, groups } from "./experiments";
import { Command } from "./shared/command";
import { DemoUsers } from "./shared/demo-users";
import { Expectations } from "./shared/expectations";
import { demoPage } from "./shared/gate";

export const instant = false;

export default demoPage(function DemoPage() {
  return (
    <>
      <PageHeader title="See what a session strategy changes">
        Each page answers one question with real requests to this app.
        {/* #region keep */}
        Compare shows all strategies at once. On the other pages, try one strategy, restart the app
        with another, and try again.
        {/* #endregion */}
      </PageHeader>
      {groups.map((group) => (
        <Pages key={group} title={group} pages={experimentsOf(group)} />
      ))}
      <div className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-8">
        {/* #region keep */}
        <Questions />
        <Suspense fallback={<Panel title="Running" className="min-h-40" />}>
          <Running />
        </Suspense>
        {/* #endregion */}
        <Expectations page="demo" />
        <Panel
          title="When you have seen enough"
          // #region keep
          lead={
            <>
              One command keeps one strategy, and removes the others and the lab. To remove only the
              lab, delete its folders and the <Code>keep</Code> regions in <Code>app/page.tsx</Code>
              .
            </>
          }
          // #endregion
          // kept: lead="The lab has its own folders. Delete them, and the code that no longer compiles."
        >
          <div className="grid justify-items-start gap-2">
            {/* #region keep */}
            <Command>{`npm run keep -- ${strategyNames[0]}`}</Command>
            {/* #endregion */}
            <Command>rm -rf app/demo tests/e2e/demo</Command>
          </div>
        </Panel>
      </div>
    </>
  );
});

const icons: Record<string, LucideIcon> = {
  // #region keep
  "/demo/compare": GitCompareArrows,
  "/demo/choose": Compass,
  "/demo/report": ChartNoAxesColumn,
  "/demo/move": Shuffle,
  // #endregion
  "/demo/sign-out-elsewhere": DoorOpen,
  "/demo/roles": BadgeCheck,
  "/demo/device-limit": MonitorSmartphone,
  "/demo/theft": HatGlasses,
  "/demo/private-cache": PackageOpen,
  "/demo/time-limits": Hourglass,
  // #region refresh
  "/demo/refresh": RefreshCw,
  // #endregion
  "/demo/form": ClipboardPen,
  "/demo/step-up": Fingerprint,
  "/demo/inspector": ScanSearch,
  "/demo/cookie-size": Cookie,
  "/demo/outage": DatabaseZap,
  "/demo/service-token": Send,
  // #region email
  "/demo/mailbox": Mail,
  // #endregion
};

interface PagesProps {
  title: string;
  pages: Experiment[];
}

function Pages({ title, pages }: PagesProps) {
  return (
    <section aria-label={title} className="mt-2">
      <h2 className="mb-3 font-semibold tracking-tight">{title}</h2>
      <ul className="divide-y overflow-hidden rounded-xl border bg-card">
        {pages.map(({ path, name, question }) => {
          const Icon = icons[path] ?? ArrowRight;
          return (
            <li
              key={path}
              className="relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3.5 px-4 py-3 text-sm transition-colors hover:bg-accent sm:px-5 md:grid-cols-[1rem_8.5rem_minmax(0,1fr)_1rem]"
            >
              <Icon aria-hidden className="mt-1 size-4 text-muted-foreground" />
              <Link
                href={path}
                className="text-[0.9375rem] font-semibold tracking-tight after:absolute after:inset-0"
              >
                {name}
              </Link>
              <p className="text-pretty text-muted-foreground max-md:col-start-2 md:pt-px">
                {question}
              </p>
              <ArrowRight aria-hidden className="mt-1 size-4 text-muted-foreground max-md:hidden" />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

// #region keep
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
      <ul aria-label="Starting with another strategy" className="grid justify-items-start gap-2">
        {others.map((name) => (
          <li key={name} className="min-w-0">
            <Command>{`AUTH_STRATEGY=${name} npm run demo`}</Command>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-sm text-muted-foreground">
        <DemoUsers />
      </p>
    </Panel>
  );
}
// #endregion

import Link from "next/link";
import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { env } from "@/lib/env";
import { NavLink } from "./nav-link";
import { StrategyBadge } from "./ui/badge";
import { AdminLink, UserMenu } from "./user-menu";

export function SiteHeader() {
  return (
    <header className="border-b border-line bg-panel">
      <div className="mx-auto flex min-h-14 max-w-[73.75rem] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:px-6">
        <Link href="/" className="mr-auto font-semibold tracking-tight sm:mr-0">
          auth strategies
        </Link>
        <nav
          aria-label="Main"
          className="flex gap-x-4 max-sm:order-last sm:mr-auto sm:ml-2 sm:gap-x-5"
        >
          <NavLink href="/">Start</NavLink>
          {__DEMO__ && env.DEMO ? <NavLink href="/demo">Demo</NavLink> : null}
          <NavLink href="/account">Account</NavLink>
          <Suspense>
            <AdminLink />
          </Suspense>
        </nav>
        <Suspense>
          <RunningBadge />
        </Suspense>
        <div className="flex min-w-0 items-center gap-3 max-sm:order-last max-sm:ml-auto">
          <Suspense>
            <UserMenu />
          </Suspense>
        </div>
      </div>
    </header>
  );
}

/** Known at start, not at build: one build serves every strategy. */
async function RunningBadge() {
  await connection();
  return <StrategyBadge strategy={strategy.name}>running: {strategy.name}</StrategyBadge>;
}

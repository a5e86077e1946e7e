import { KeyRound, Menu } from "lucide-react";
import Link from "next/link";
import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { env } from "@/lib/env";
import { NavLink } from "./nav-link";
import { ThemeSwitch } from "./theme-switch";
import { Disclosure } from "./ui/disclosure";
import { AdminLink, UserMenu } from "./user-menu";

export function SiteHeader() {
  return (
    <header className="group/header sticky top-0 z-20 border-b bg-background">
      <div className="mx-auto flex min-h-14 max-w-[76rem] items-center gap-x-2 px-4 sm:gap-x-3 sm:px-6">
        <Link
          href="/"
          className="inline-flex items-center gap-2 font-semibold tracking-tight whitespace-nowrap"
        >
          <KeyRound aria-hidden className="size-4 shrink-0" />
          {/* Hidden on phones, because there is not enough space. */}
          <span className="max-sm:group-has-[form]/header:sr-only">auth strategies</span>
        </Link>
        <nav aria-label="Main" className="ml-2 hidden gap-x-5 lg:flex">
          <Pages />
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-2 sm:gap-3">
          {/* #region keep */}
          <span className="max-lg:hidden">
            <Suspense>
              <RunningBadge />
            </Suspense>
          </span>
          {/* #endregion */}
          <ThemeSwitch />
          <Suspense>
            <UserMenu />
          </Suspense>
        </div>
        <Disclosure className="lg:hidden">
          <summary
            aria-label="Menu"
            className="inline-flex size-8 cursor-pointer list-none items-center justify-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground [&::-webkit-details-marker]:hidden"
          >
            <Menu aria-hidden className="size-4.5" />
          </summary>
          <div className="absolute inset-x-0 top-full grid justify-items-start gap-3 border-b bg-background px-4 py-4 shadow-lg sm:px-6">
            <nav aria-label="Main" className="grid gap-1 [&_a]:py-1.5 [&_a]:text-base">
              <Pages />
            </nav>
            {/* #region keep */}
            <Suspense>
              <RunningBadge />
            </Suspense>
            {/* #endregion */}
          </div>
        </Disclosure>
      </div>
    </header>
  );
}

function Pages() {
  return (
    <>
      <NavLink href="/">Overview</NavLink>
      {__DEMO__ && env.DEMO ? (
        <>
          <NavLink href="/demo" except="/demo/docs">
            Lab
          </NavLink>
          <NavLink href="/demo/docs">Docs</NavLink>
        </>
      ) : null}
      <NavLink href="/account">Account</NavLink>
      {/* #region admin */}
      <Suspense>
        <AdminLink />
      </Suspense>
      {/* #endregion */}
    </>
  );
}

// #region keep
/** Known at start, not at build: one build serves every strategy. */
async function RunningBadge() {
  await connection();
  return (
    <span
      data-strategy={strategy.name}
      className="inline-flex items-center gap-2 rounded-full border px-3 py-0.5 text-[0.8125rem] whitespace-nowrap"
    >
      <span aria-hidden className="size-2 rounded-full bg-strategy" />
      <span>
        running <code className="font-mono text-[0.92em]">{strategy.name}</code>
      </span>
    </span>
  );
}
// #endregion

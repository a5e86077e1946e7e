import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { type ReactNode, Suspense } from "react";
// #region open-pages
import { SessionKeeper } from "@/components/session-keeper";
import { SignInDialog } from "@/components/sign-in-dialog";
// #endregion
import { SiteFooter } from "@/components/site-footer";
import { SiteHeader } from "@/components/site-header";
// #region open-pages
import { listProviders } from "@/lib/accounts/providers";
import { env } from "@/lib/env";

// #endregion
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "auth strategies", template: "%s · auth strategies" },
  // #region keep
  description: "A Next.js starter with several session strategies behind one variable.",
  // #endregion
  // kept: description: "A Next.js app with sign-in.",
};

interface LayoutProps {
  children: ReactNode;
}

/**
 * The whole document is rendered per request. So every script has the nonce of the Content-Security-Policy, and the build
 * contains nothing that depends on the environment. docs/decisions/0004.
 */
export default function RootLayout({ children }: LayoutProps) {
  return (
    <Suspense>
      <Document>{children}</Document>
    </Suspense>
  );
}

async function Document({ children }: LayoutProps) {
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable} ${await theme()}`}>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only rounded-lg bg-foreground text-background focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:px-4 focus:py-2"
        >
          Skip to the content
        </a>
        <SiteHeader />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[76rem] grow px-4 py-8 outline-none sm:px-6 sm:py-10"
        >
          {children}
        </main>
        <SiteFooter />
        {/* #region open-pages */}
        {/* Not in a boundary of its own: while a form waits for the dialog, React hydrates no further boundary. */}
        <SignInDialog
          withPassword={env.DATABASE_URL !== undefined}
          withProviders={listProviders().length > 0}
        />
        <Suspense>
          <SessionKeeper />
        </Suspense>
        {/* #endregion */}
      </body>
    </html>
  );
}

/** The cookie of components/theme-switch.tsx. Without it, the system's setting applies. */
async function theme(): Promise<string> {
  const chosen = (await cookies()).get("theme")?.value;
  return chosen === "light" || chosen === "dark" ? chosen : "";
}

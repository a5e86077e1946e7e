import type { Metadata } from "next";
import { connection } from "next/server";
import { type ReactNode, Suspense } from "react";
import { SessionKeeper } from "@/components/session-keeper";
import { SiteHeader } from "@/components/site-header";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "auth strategies", template: "%s · auth strategies" },
  description: "A Next.js starter with several session strategies behind one variable.",
};

interface LayoutProps {
  children: ReactNode;
}

/**
 * Rendered per request as a whole: that puts the nonce of the Content-Security-Policy on every script,
 * and lets nothing that depends on the environment get into the build. docs/decisions/0004.
 */
export default function RootLayout({ children }: LayoutProps) {
  return (
    <Suspense>
      <Document>{children}</Document>
    </Suspense>
  );
}

async function Document({ children }: LayoutProps) {
  await connection();
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only rounded-lg bg-ink text-ground focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:px-4 focus:py-2"
        >
          Skip to the content
        </a>
        <SiteHeader />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[73.75rem] grow px-4 py-8 outline-none sm:px-6"
        >
          {children}
        </main>
        <Suspense>
          <SessionKeeper />
        </Suspense>
      </body>
    </html>
  );
}

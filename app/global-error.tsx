"use client";

import { GeistSans } from "geist/font/sans";
import "./globals.css";

interface GlobalErrorProps {
  error: unknown;
  retry: () => void;
}

/** In place of the whole document, when the root layout itself has failed. It can rely on nothing that the layout has. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const { digest } = error as { digest?: string };
  return (
    <html lang="en" className={GeistSans.variable}>
      <body>
        <title>Something went wrong · auth strategies</title>
        <main className="mx-auto grid min-h-dvh max-w-[40rem] content-center justify-items-start gap-5 px-6">
          <h1 className="text-3xl font-semibold">Something went wrong</h1>
          <p className="text-muted-foreground">
            The app could not show this page. The error has been logged
            {digest ? ` with the number ${digest}` : ""}. You have not been signed out.
          </p>
          <button
            type="button"
            onClick={() => retry()}
            className="rounded-lg bg-primary px-4 py-2 text-sm font-medium text-primary-foreground"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const { digest } = error as { digest?: string };
  const tryAgain = (
    <Button variant="primary" onClick={() => retry()}>
      Try again
    </Button>
  );

  // Set by StoreUnavailable in lib/errors.ts: nobody was signed out, we just got no answer.
  if (digest === "STORE_UNAVAILABLE")
    return (
      <>
        <title>Not checked · auth strategies</title>
        <PageHeader title="We could not check your session">
          The database did not answer. You have not been signed out; nothing was lost.
        </PageHeader>
        {tryAgain}
      </>
    );

  return (
    <>
      <title>Something went wrong · auth strategies</title>
      <PageHeader title="Something went wrong">
        The error is ours, and it has been logged
        {digest ? ` with the number ${digest}` : ""}.
      </PageHeader>
      {tryAgain}
    </>
  );
}

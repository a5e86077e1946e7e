"use client";

import { useLayoutEffect } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { keepWhatWasLeft } from "@/lib/browser/drafts";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const { digest } = error as { digest?: string };
  // A page that was rendered again and failed takes its forms along: "Try again" brings back what was typed.
  useLayoutEffect(keepWhatWasLeft, []);
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

"use client";

import { useLayoutEffect } from "react";
import { NotChecked } from "@/components/not-checked";
import { Button, ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { keepWhatWasLeft } from "@/lib/browser/drafts";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const { digest } = error as { digest?: string };
  // #region postgres
  // Set by StoreUnavailable in lib/errors.ts: nobody was signed out, the store gave no answer.
  if (digest === "STORE_UNAVAILABLE")
    return (
      <>
        <title>Not checked · auth strategies</title>
        <NotChecked retry={retry} />
      </>
    );
  // #endregion
  return <SomethingWrong digest={digest} retry={retry} />;
}

function SomethingWrong({ digest, retry }: { digest?: string; retry: () => void }) {
  // #region open-pages
  // When a page fails while it is rendered again, its forms are removed. "Try again" restores what was typed.
  useLayoutEffect(keepWhatWasLeft, []);
  // #endregion
  return (
    <div className="grid min-h-[50dvh] content-center justify-items-start">
      <title>Something went wrong · auth strategies</title>
      <PageHeader title="Something went wrong">
        This is an error of the app. It has been logged
        {digest ? ` with the number ${digest}` : ""}.
      </PageHeader>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => retry()}>
          Try again
        </Button>
        <ButtonLink href="/">Go to the start page</ButtonLink>
      </div>
    </div>
  );
}

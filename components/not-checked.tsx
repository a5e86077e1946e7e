"use client";

// #region open-pages
import { useLayoutEffect } from "react";
import { keepWhatWasLeft } from "@/lib/browser/drafts";
// #endregion
// without open-pages: import { useRouter } from "next/navigation";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";
import { PageHeader } from "./ui/page-header";
// #region open-pages
import { useRefresh } from "./use-refresh";

// #endregion

interface NotCheckedProps {
  /** If absent, the page is loaded again. */
  retry?: () => void;
  /** Only this part of the page could not be shown. */
  part?: boolean;
}

const TITLE = "We could not check your session";
const TEXT = "The database did not answer. You have not been signed out; nothing was lost.";

/** In place of a page, or of a part of it, when a store gave no answer. Nobody was signed out. */
export function NotChecked({ retry, part = false }: NotCheckedProps) {
  // #region open-pages
  const refresh = useRefresh();
  // When a page fails while it is rendered again, its forms are removed. "Try again" restores what was typed.
  useLayoutEffect(keepWhatWasLeft, []);
  // #endregion
  // without open-pages: const { refresh } = useRouter();
  const tryAgain = (
    <Button variant="primary" onClick={retry ?? refresh}>
      Try again
    </Button>
  );
  if (part)
    return (
      <Notice tone="bad" title={TITLE}>
        <p className="mb-3">{TEXT}</p>
        {tryAgain}
      </Notice>
    );
  return (
    <>
      <PageHeader title={TITLE}>{TEXT}</PageHeader>
      {tryAgain}
    </>
  );
}

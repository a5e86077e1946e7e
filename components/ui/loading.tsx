/** Shown while content is loading. It fills the screen, so that the footer does not jump when the content arrives. */
export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="min-h-dvh text-sm text-muted-foreground">
      Loading {what} …<noscript> It needs JavaScript to be shown.</noscript>
    </p>
  );
}

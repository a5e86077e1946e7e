/** Shown while content is loading. */
export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="text-sm text-muted-foreground">
      Loading {what} …<noscript> It needs JavaScript to be shown.</noscript>
    </p>
  );
}

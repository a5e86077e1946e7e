/** Stands in for what is still on its way. */
export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="text-sm text-mute">
      Loading {what} …<noscript> It needs JavaScript to be shown.</noscript>
    </p>
  );
}

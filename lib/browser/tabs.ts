const CHANNEL = "session";
const NOBODY = "nobody is signed in";

/** Called by a page that shows nobody signed in, so that the other tabs of this browser check again. */
export function tellOtherTabs(): void {
  const channel = open();
  channel?.postMessage(NOBODY);
  channel?.close();
}

/** Calls `listen` when another tab shows nobody signed in. Returns a function that stops it. */
export function onOtherTab(listen: () => void): () => void {
  const channel = open();
  channel?.addEventListener("message", ({ data }) => data === NOBODY && listen());
  return () => channel?.close();
}

/** Without a BroadcastChannel, a tab notices the sign-out at its next request. */
function open(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {}
}

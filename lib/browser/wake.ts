interface Listeners {
  /** The computer or the tab was suspended, or the tab is visible again: timers are late then. */
  wake: () => void;
  /** The browser keeps the page for its Back button. */
  leave: () => void;
  /** The browser shows a page that it has kept. */
  restore: () => void;
}

/** Returns a function that stops it. */
export function onWake({ wake, leave, restore }: Listeners): () => void {
  const onVisible = () => document.hidden || wake();
  const onHide = (event: PageTransitionEvent) => event.persisted && leave();
  const onShow = (event: PageTransitionEvent) => (event.persisted ? restore() : wake());
  document.addEventListener("visibilitychange", onVisible);
  addEventListener("focus", wake);
  addEventListener("pagehide", onHide);
  addEventListener("pageshow", onShow);
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    removeEventListener("focus", wake);
    removeEventListener("pagehide", onHide);
    removeEventListener("pageshow", onShow);
  };
}

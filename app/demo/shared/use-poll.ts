import { useEffect, useEffectEvent } from "react";

/** Calls `ask` at once and then each second, one call at a time. Pauses while the page is hidden or not `active`. */
export function usePoll(ask: () => Promise<void>, active = true): void {
  const onTick = useEffectEvent(ask);
  useEffect(() => {
    if (!active) return;
    let busy = false;
    const tick = async () => {
      if (busy || document.hidden) return;
      busy = true;
      await onTick();
      busy = false;
    };
    void tick();
    const timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [active]);
}

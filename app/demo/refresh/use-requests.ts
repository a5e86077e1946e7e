import { useEffect, useEffectEvent } from "react";

export interface Request {
  path: string;
  status: number;
  /** Ms since the epoch. */
  at: number;
  /** Ms. */
  took: number;
}

/** Calls `onRequest` for each request of this page to an API route, whichever code sent it. */
export function useRequests(onRequest: (request: Request) => void): void {
  const tell = useEffectEvent(onRequest);
  useEffect(() => {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        const path = new URL(entry.name).pathname;
        if (!path.startsWith("/api/")) continue;
        const at = performance.timeOrigin + entry.startTime;
        tell({ path, status: entry.responseStatus, at, took: entry.duration });
      }
    });
    observer.observe({ type: "resource" });
    return () => observer.disconnect();
  }, []);
}

import { useEffect, useEffectEvent } from "react";

export interface Request {
  path: string;
  status: number;
  /** Ms since the epoch. */
  at: number;
  /** Ms. */
  took: number;
}

/** Calls `onRequest` for each request to a route that this page has sent, whoever in it did. */
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

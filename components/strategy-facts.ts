import { howSoon } from "@/lib/duration";
import type { SessionStrategy } from "@/lib/session/strategy";

/** What tells the strategies apart, by name. Taken from what a strategy can do, so that every one has its facts. */
export function toFacts(strategy: SessionStrategy): Record<string, string> {
  const { needs, asksStore, endNoticedWithin, roleNoticedWithin, refresh } = strategy;
  return {
    "a session is": refresh ? "an access token and a refresh token" : "one cookie",
    needs: needs.length > 0 ? needs.join(" or ") : "no database",
    "a request asks": asksStore ? "a store" : "no store",
    "an ended session is out": howSoon(endNoticedWithin, "when it expires, not before"),
    "a new role is seen": howSoon(roleNoticedWithin, "after the next sign-in"),
  };
}

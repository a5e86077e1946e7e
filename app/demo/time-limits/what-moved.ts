import { inWords } from "@/lib/duration";
import type { Times } from "./answers";

/** What a request has moved, in words. */
export function whatMoved(before: Times, after: Times): string {
  const on = Math.round((after.renewedAt - before.renewedAt) / 1000);
  if (after.renewedAt === before.renewedAt)
    return "Asked: no renewal was due, so nothing moved. The session is as it was.";
  return after.expires === before.expires
    ? `Asked: renewed, ${inWords(on)} later than before. The absolute limit did not move, and it comes first.`
    : `Asked: renewed, ${inWords(on)} later than before. The absolute limit did not move.`;
}

const units = [
  ["day", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** When a strategy notices an ended session or a changed role, by its `…NoticedWithin` (seconds; null: `never`). */
export function howSoon(seconds: number | null, never = "when it expires"): string {
  if (seconds === null) return never;
  return seconds > 0 ? `within ${inWords(seconds)}` : "with the next request";
}

/** A length of time in its two largest units: `6 days 23 h`, `14 min 3 s`. */
export function inWords(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}${unit === "day" && count > 1 ? "s" : ""}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 s";
}

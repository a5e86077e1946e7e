/** Milliseconds until `moment` (ISO 8601) on the clock of the server that answered: this computer's may be off. */
export function remainingUntil(moment: string, { headers }: Response): number {
  const now = Date.parse(headers.get("date") ?? "");
  return Date.parse(moment) - (Number.isNaN(now) ? Date.now() : now);
}

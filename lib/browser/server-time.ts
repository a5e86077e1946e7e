/** Milliseconds until `moment` (ISO 8601) by the clock of the server that answered: this computer's clock may be wrong. */
export function remainingUntil(moment: string, { headers }: Response): number {
  const now = Date.parse(headers.get("date") ?? "");
  return Date.parse(moment) - (Number.isNaN(now) ? Date.now() : now);
}

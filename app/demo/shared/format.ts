/** `6 d 23:59:07`, for a running countdown. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const days = Math.floor(seconds / DAY);
  const clock = new Date((seconds % DAY) * 1000).toISOString().slice(11, 19);
  return days > 0 ? `${days} d ${clock}` : clock;
}

const DAY = 24 * 60 * 60;

export function formatNumber(value: number): string {
  return value.toLocaleString("en");
}

/** `1 claim`, `1,200 claims`. */
export function count(amount: number, thing: string): string {
  return `${formatNumber(amount)} ${thing}${amount === 1 ? "" : "s"}`;
}

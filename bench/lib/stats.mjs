/** The value at `share` (0 to 1) of the sorted values, by nearest rank. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How many times `a` is `b`, round by round: each round's two figures were taken moments apart, so what
 * slows the machine down for a while slows both. The median, and the extremes.
 */
export function ratio(a, b) {
  const rounds = a.map((value, round) => value / b[round]);
  return { value: median(rounds), from: Math.min(...rounds), to: Math.max(...rounds) };
}

/** The list, begun at another place each round, so that no one always comes after the same other. */
export function rotate(list, round) {
  const at = round % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

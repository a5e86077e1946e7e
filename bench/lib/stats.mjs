/** The value at `share` (0 to 1) of the sorted values, by nearest rank. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const percentiles = (values) => ({
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
});

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The ratio of `a` to `b`, computed for each round: the two figures of a round are measured directly after each other,
 * so a slow phase of the machine affects both. Returns the median and its 95 % confidence interval. Its limits are
 * ranks, taken from the binomial distribution (approximated by a normal one).
 */
export function ratio(a, b) {
  const rounds = a.map((value, round) => value / b[round]).sort((x, y) => x - y);
  const below = Math.floor((rounds.length - 1.96 * Math.sqrt(rounds.length)) / 2) - 1;
  const first = Math.max(0, below);
  return { value: median(rounds), from: rounds[first], to: rounds.at(-1 - first) };
}

/** The list in random order, so that no element always follows the same other one. */
export function shuffle(list) {
  return list
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

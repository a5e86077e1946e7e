/** Rounds that do not count. */
const WARM_UP = 50;

/**
 * Median, p99 and cost of a protected request of each of `clients`, which come by name. All take turns in
 * each round, every time in another order, so that whatever else the machine does falls on all alike and
 * the figures of one run can be compared. `onRound` is told the share that is done.
 */
export async function time(clients, rounds, onRound) {
  const all = Object.entries(clients).map(([name, client]) => ({ name, client, me: [], ping: [] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { client, me, ping } of rotate(all, round + WARM_UP)) {
      const pair = [
        ["/api/me", me],
        ["/api/ping", ping],
      ];
      for (const [path, times] of round % 2 ? pair.reverse() : pair) {
        const took = await timeRequest(client, path);
        if (round >= 0 && took !== null) times.push(took);
      }
    }
    onRound((round + 1 + WARM_UP) / (rounds + WARM_UP));
  }
  return Object.fromEntries(all.map(({ name, me, ping }) => [name, summarize(me, ping)]));
}

/** Milliseconds, or null for an access token that had just ended: refreshing is not what is timed here. */
async function timeRequest(client, path) {
  const start = performance.now();
  const { status } = await client.get(path);
  const took = performance.now() - start;
  if (status === 200) return took;
  const again = status === 401 ? (await client.me()).status : status;
  if (again !== 200) throw new Error(`${path} was answered with ${again}`);
  return null;
}

export function summarize(me, ping) {
  const medianMs = quantile(me, 0.5);
  return { medianMs, p99Ms: quantile(me, 0.99), costOverPing: medianMs / quantile(ping, 0.5) };
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const rotate = (list, by) => list.map((_, n) => list[(n + by) % list.length]);

/** Warm-up rounds, which are not counted. */
const WARM_UP = 50;

/**
 * Times a protected request of each of the named `clients`: see `summarize`. In each round all clients take turns, in a
 * different order each time, so that other load on the machine affects all of them equally and the figures of one run
 * can be compared. `onRound` receives the completed share.
 */
export async function time(clients, rounds, onRound) {
  const all = Object.entries(clients).map(([name, client]) => ({ name, client, pairs: [] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { client, pairs } of rotate(all, round + WARM_UP)) {
      const took = {};
      const paths = ["/api/me", "/api/ping"];
      for (const path of round % 2 ? paths.reverse() : paths)
        took[path] = await timeRequest(client, path);
      const { "/api/me": me, "/api/ping": ping } = took;
      if (round >= 0 && me !== null && ping !== null) pairs.push({ me, ping });
    }
    onRound((round + 1 + WARM_UP) / (rounds + WARM_UP));
  }
  return Object.fromEntries(all.map(({ name, pairs }) => [name, summarize(pairs)]));
}

/** Milliseconds, or null if the access token had just expired, because refreshes are not timed here. */
async function timeRequest(client, path) {
  const start = performance.now();
  const { status } = await client.get(path);
  const took = performance.now() - start;
  if (status === 200) return took;
  const again = status === 401 ? (await client.me()).status : status;
  if (again !== 200) throw new Error(`${path} was answered with ${again}`);
  return null;
}

/**
 * Each pair has the milliseconds of a request with auth (`me`) and of one without (`ping`), made directly after each
 * other. Returns medians with their 95 % confidence interval as [low, median, high], and the 99th percentile.
 */
export function summarize(pairs) {
  const me = pairs.map((pair) => pair.me);
  return {
    medianMs: medianOf(me),
    p99Ms: quantile(me, 0.99),
    costOverPing: medianOf(pairs.map((pair) => pair.me / pair.ping)),
  };
}

/**
 * Uses ranks, so that no distribution of the values is assumed: the number of values below the median follows a
 * binomial distribution, whose standard deviation is half the square root of the number of values.
 */
function medianOf(values) {
  const off = (1.96 * Math.sqrt(values.length)) / 2 / values.length;
  return [0.5 - off, 0.5, 0.5 + off].map((share) => quantile(values, share));
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.floor(share * sorted.length);
  return sorted[Math.max(0, Math.min(sorted.length - 1, rank))];
}

const rotate = (list, by) => list.map((_, n) => list[(n + by) % list.length]);

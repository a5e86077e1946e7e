import { ask } from "../shared/ask";

/** Times in milliseconds, medians. */
export interface Comparison {
  rounds: number;
  me: number;
  ping: number;
  /** As the server reports them; null without AUTH_TIMING. */
  server: { auth: number; sql: string } | null;
}

/** In turn, so that whatever else the machine does falls on both alike. "refused" when /api/me is not 200. */
export async function compareWithPing(
  rounds: number,
  onProgress: (done: number) => void,
): Promise<Comparison | "refused"> {
  const me: number[] = [];
  const ping: number[] = [];
  const auth: number[] = [];
  const sql: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    // Whichever comes first pays for waking up the connection: not always the same one.
    const pingFirst = round % 2 === 0;
    const early = pingFirst ? await timed("/api/ping") : null;
    const answer = await timed("/api/me");
    const reference = early ?? (await timed("/api/ping"));
    if (answer.status !== 200) return "refused";
    onProgress(round);
    if (round === 0) continue;
    ping.push(reference.took);
    me.push(answer.took);
    const timing = answer.headers.get("Server-Timing") ?? "";
    auth.push(Number(/auth;dur=([\d.]+)/.exec(timing)?.[1] ?? Number.NaN));
    sql.push(Number(/sql;desc="(\d+)"/.exec(timing)?.[1] ?? Number.NaN));
  }
  const reported = !auth.some(Number.isNaN) && !sql.some(Number.isNaN);
  return {
    rounds,
    me: median(me),
    ping: median(ping),
    server: reported ? { auth: median(auth), sql: range(sql) } : null,
  };
}

async function timed(path: string) {
  const start = performance.now();
  const answer = await ask(path);
  return { ...answer, took: performance.now() - start };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function range(values: number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

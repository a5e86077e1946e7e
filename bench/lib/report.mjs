// Prints the figures as tables and writes them as JSON.
import { cpus, loadavg, totalmem } from "node:os";
import { median, percentiles, ratio } from "./stats.mjs";
import { countTargets, ratioTargets } from "./subjects.mjs";

/** The results for the targets: ratios within one run, and counts. `holds` tells whether a target was met. */
export function judge(variant) {
  const find = (key) => variant.subjects.find((subject) => subject.key === key);
  const ratios = ratioTargets(variant).flatMap(([what, figure, over, under, least]) => {
    if (figure === "reading")
      return [{ what, ...atLeast(ratio(find(over).reading, find(under).reading), least) }];
    return Object.keys(find(over).throughput).map((concurrency) => {
      const rounds = (key, figure) => find(key).throughput[concurrency].map((r) => r[figure]);
      return {
        what: `${what}, ${concurrency} at once`,
        ...atLeast(ratio(rounds(over, "perSecond"), rounds(under, "perSecond")), least),
        byProcessor: ratio(rounds(under, "processor"), rounds(over, "processor")).value,
      };
    });
  });
  const counts = countTargets(variant).map(([what, path, exactly]) => {
    const [key, field] = path.split(".");
    const value = field ? find(key)[field] : variant[key];
    return { what, value, exactly, holds: value === exactly };
  });
  return { ratios, counts };
}

const atLeast = (found, least) =>
  least === undefined ? found : { ...found, least, holds: found.value >= least };

/** The record of one strategy, without the sessions and with medians over the rounds. */
export function summarize(variant) {
  const { name, label, asksStore, usesRedis } = variant;
  const subjects = variant.subjects.map((subject) => ({
    title: subject.title,
    path: subject.path,
    throughput: Object.fromEntries(
      Object.entries(subject.throughput).map(([concurrency, rounds]) => [
        concurrency,
        {
          perSecond: median(rounds.map((round) => round.perSecond)),
          processor: median(rounds.map((round) => round.processor)),
          ...percentiles(rounds.flatMap((round) => round.latencies)),
        },
      ]),
    ),
    reading: subject.reading.length > 0 ? median(subject.reading) : null,
    sql: subject.sql,
    redis: subject.redis,
    slowStore: subject.latency,
  }));
  return { name, label, asksStore, usesRedis, subjects, ...judge(variant) };
}

export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model,
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version,
  };
}

export function printVariant({ label, subjects, ratios, counts }) {
  console.log(`\n${label}\n`);
  printTable(
    ["", "1 at once", "p50", "p99", "32 at once", "p50", "p99", "CPU", "reading", "SQL", "Redis"],
    subjects.map(({ title, throughput, reading, sql, redis }) => [
      title,
      ...["1", "32"].flatMap((concurrency) => {
        const { perSecond, p50, p99 } = throughput[concurrency];
        return [`${perSecond.toFixed(0)}/s`, ms(p50), ms(p99)];
      }),
      `${throughput["32"].processor.toFixed(0)} us`,
      reading === null ? "" : `${reading.toFixed(0)} us`,
      sql,
      redis,
    ]),
  );
  const slow = subjects.filter(({ slowStore }) => slowStore.length > 0);
  if (slow.length > 0) {
    console.log("\n  With a slower store, p50 and p99:");
    const columns = slow[0].slowStore.map(
      ({ delay, concurrency }) => `+${delay} ms, ${concurrency} at once`,
    );
    printTable(
      ["", ...columns],
      slow.map(({ title, slowStore }) => [
        title,
        ...slowStore.map(({ p50, p99 }) => `${ms(p50)} ${ms(p99)}`),
      ]),
    );
  }
  console.log("");
  printTable(
    ["", "median", "95 %: from", "to", "by CPU", "target", ""],
    ratios.map(({ what, value, from, to, byProcessor, least, holds }) => [
      what,
      ...[value, from, to, byProcessor].map((number) => number?.toFixed(2) ?? ""),
      ...(least === undefined ? ["", ""] : [`>= ${least}`, holds ? "holds" : "MISSED"]),
    ]),
  );
  printTable(
    ["", "counted", "target", ""],
    counts.map(({ what, value, exactly, holds }) => [
      what,
      value,
      exactly,
      holds ? "holds" : "MISSED",
    ]),
  );
}

export function printGrowth(growth) {
  console.log("\nHow one reading grows (us)\n");
  for (const [of, steps] of Object.entries(growth))
    printTable(
      [of, ...Object.keys(steps[0]).slice(1)],
      steps.map(({ amount, ...figures }) => [
        amount.toLocaleString("en"),
        ...Object.values(figures).map((figure) => figure.toFixed(0)),
      ]),
    );
}

export function printTable(head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const [first, ...rest] of lines) {
    const cells = rest.map((cell, n) => cell.padStart(widths[n + 1]));
    console.log(`  ${[first.padEnd(widths[0]), ...cells].join("  ")}`.trimEnd());
  }
}

const ms = (value) => `${value.toFixed(2)} ms`;

/** Explains the figures and their limits. */
export function closingWords({ mode, machine, database, plan, delays }, file) {
  const slower = (delay) => `+${delay} ms: ${ms(delays[delay])}`;
  const proxied = delays
    ? `\n  A statement through the proxy took ${ms(delays[0])} (${plan.delays.map(slower).join(", ")}).`
    : "";
  return `
  ${machine.cores} x ${machine.cpu}, Node.js ${machine.node}, ${database}. One run, ${mode}: ${plan.rounds} rounds.${proxied}
  Load on the machine: ${loadavg()[0].toFixed(1)}, for ${machine.cores} cores.
  Compare the ratios, not the figures: app, store and load share one machine, and other programs on it affect the figures.
  Not shown: a network, a database on another machine, more than one process, browsers, memory.
  bench/README.md says more. All figures: ${file}
`;
}

// Prints what is around a check: sizes, cold starts and sign-ins.
import { printTable } from "./report.mjs";
import { median, ratio } from "./stats.mjs";

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const two = (number) => number.toFixed(2);
const verdict = (holds) => (holds ? "holds" : "MISSED");

/** The most that a page may load in addition to an empty one, gzipped, in bytes. */
const PAGE = 15_000;
const LAB_PAGE = 60_000;
/** Its home page shows an experiment if the lab is there. */
const isLab = (path) => path === "/" || path.startsWith("/demo");

export function judgeSizes({ pages }) {
  const [empty, ...own] = pages;
  return own.map(({ path, gzipped }) => {
    const over = gzipped - empty.gzipped;
    const most = isLab(path) ? LAB_PAGE : PAGE;
    return { path, gzipped, over, most, holds: over <= most };
  });
}

export function printSizes(sizes) {
  const { routes, middleware, pages } = sizes;
  const [ping] = routes;
  console.log("\nThe first request of a process\n");
  printTable(
    ["", "files loaded", "bytes loaded", "over /api/ping", "bytes deployed"],
    routes.map(({ title, modules, loaded, deployed }) => [
      title,
      modules,
      kB(loaded),
      kB(loaded - ping.loaded),
      kB(deployed),
    ]),
  );
  const [empty, own] = middleware;
  console.log("\nThe bundle of middleware.ts\n");
  printTable(
    ["", "bytes", "gzipped"],
    [
      ["empty", kB(empty.bytes), kB(empty.gzipped)],
      ["the starter's", kB(own.bytes), kB(own.gzipped)],
      ["over the empty one", kB(own.bytes - empty.bytes), kB(own.gzipped - empty.gzipped)],
    ],
  );
  console.log("\nClient JavaScript of a page, gzipped\n");
  printTable(
    ["", "bytes", "over an empty page", "target", ""],
    [
      ["an empty page", kB(pages[0].gzipped), "", "", ""],
      ...judgeSizes(sizes).map(({ path, gzipped, over, most, holds }) => [
        path,
        kB(gzipped),
        kB(over),
        `<= ${kB(most)}`,
        verdict(holds),
      ]),
    ],
  );
}

/** The most that a start may take, as a multiple of one with /api/ping. */
const most = (strategy) => (strategy === "jwt" || strategy === "hybrid" ? 1.05 : 1.1);

export const summarizeColdStarts = (record) =>
  Object.entries(record).map(([strategy, starts]) => {
    const of = (path, figure) => starts[path].map((start) => start[figure]);
    const compare = (figure) => ratio(of("/api/me", figure), of("/api/ping", figure));
    return {
      strategy,
      ping: median(of("/api/ping", "ms")),
      me: median(of("/api/me", "ms")),
      time: compare("ms"),
      processor: compare("processor"),
      files: [median(of("/api/ping", "files")), median(of("/api/me", "files"))],
      most: most(strategy),
    };
  });

export function printColdStarts(rows) {
  console.log("\nA cold start: from the start of a process to its first answer\n");
  printTable(
    [
      "",
      "/api/ping",
      "/api/me",
      "ratio",
      "95 %: from",
      "to",
      "by CPU",
      "from",
      "to",
      "files",
      "target",
      "",
    ],
    rows.map(({ strategy, ping, me, time, processor, files, most }) => [
      strategy,
      `${ping.toFixed(0)} ms`,
      `${me.toFixed(0)} ms`,
      ...[time.value, time.from, time.to].map(two),
      ...[processor.value, processor.from, processor.to].map(two),
      files.join(" and "),
      `<= ${most}`,
      verdict(time.value <= most),
    ]),
  );
}

export const summarizeSignIns = ({ hashes, signIns, idle, crowded }) => ({
  hashesPerSecond: median(hashes),
  signInsPerSecond: median(signIns),
  rate: { ...ratio(signIns, hashes), least: 0.85 },
  p99: { idle: median(idle), crowded: median(crowded) },
  delay: { ...ratio(crowded, idle), most: 3 },
});

export function printSignIns({ hashesPerSecond, signInsPerSecond, rate, p99, delay }) {
  console.log("\nForty users sign in at once (database)\n");
  printTable(
    ["", "alone", "with sign-ins", "ratio", "95 %: from", "to", "target", ""],
    [
      [
        "hashes, sign-ins per second",
        hashesPerSecond.toFixed(1),
        signInsPerSecond.toFixed(1),
        ...[rate.value, rate.from, rate.to].map(two),
        `>= ${rate.least}`,
        verdict(rate.value >= rate.least),
      ],
      [
        "/api/me of another user, p99",
        `${p99.idle.toFixed(1)} ms`,
        `${p99.crowded.toFixed(1)} ms`,
        ...[delay.value, delay.from, delay.to].map(two),
        `<= ${delay.most}`,
        verdict(delay.value <= delay.most),
      ],
    ],
  );
}

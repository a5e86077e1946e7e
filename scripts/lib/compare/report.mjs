import { cpus } from "node:os";

/** The labels are short, so that the table fits a terminal. */
const rows = {
  "ended: refused after": ({ kickSeconds }, { watched }) => late(kickSeconds, watched),
  "new role: seen after": ({ roleSeconds }, { watched }) => late(roleSeconds, watched),
  "copied cookie: refused": ({ copySeconds }, { watched }) => late(copySeconds, watched),
  "database down: 503": ({ databaseDown: { servedSeconds, thenStatus } }, { watchedDown }) =>
    late(servedSeconds, watchedDown) + ([null, 503].includes(thenStatus) ? "" : `, ${thenStatus}`),
  "back up: signed in": ({ databaseDown }) => (databaseDown.signedInAfterwards ? "yes" : "no"),
  "session cookie, bytes": ({ cookieBytes }) => String(cookieBytes),
  "SQL per request": ({ sqlPerRequest }) => String(sqlPerRequest),
  "Redis per request": ({ redisPerRequest }) => String(redisPerRequest),
  "median, ms": ({ medianMs }) => toRange(medianMs),
  "99th percentile, ms": ({ p99Ms }) => p99Ms.toFixed(0),
  "ratio to no auth": ({ costOverPing }) => toRange(costOverPing),
};

/** Subtracts the time of a request. Null means that the effect did not occur in the watched time. */
function late(seconds, watched) {
  if (seconds === null) return `not in ${watched} s`;
  return seconds < 1 ? "at once" : `${seconds.toFixed(1)} s`;
}

/**
 * The confidence interval of a median, for example `1.16–1.21`, with as many digits as are significant.
 *
 * @param {number[]} median as [low, median, high]
 */
export function toRange([low, , high]) {
  const digits = Math.min(2, Math.max(0, Math.ceil(-Math.log10((high - low) / 2))));
  const [from, to] = [low, high].map((value) => value.toFixed(digits));
  return from === to ? from : `${from}–${to}`;
}

/** The machine, for the report. */
export function describeMachine({ database, redis }) {
  const cores = cpus();
  const cpu = cores[0]?.model.trim() || "unknown";
  return { cpu, cores: cores.length, node: process.version, database, redis };
}

/** A Markdown table with one column per strategy, narrow enough (100 characters) for a terminal. */
export function toTable({ strategies, settings }) {
  const names = Object.keys(strategies);
  const body = Object.entries(rows).map(([what, show]) => [
    what,
    ...names.map((name) => show(strategies[name], settings)),
  ]);
  const table = [["", ...names.map((name) => `\`${name}\``)], ...body];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map(
    (row) => `| ${row.map((cell, n) => cell.padEnd(widths[n])).join(" | ")} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

/** The table, with an explanation. */
export function toQuote(report) {
  const { date, machine, settings } = report;
  return `${toTable(report)}

Measured ${date.slice(0, 10)} by \`npm run compare\` on ${machine.cores} cores of ${machine.cpu}, Node.js ${machine.node}, ${machine.database}${machine.redis ? ", Redis" : ", no Redis"}.
"At once" means at the next request. To keep the run short, access tokens lived ${settings.accessMaxAge} s instead of 15 minutes: an effect
after about ${settings.accessMaxAge} s takes up to 15 minutes with the default. "Not in ${settings.watched} s" means that the effect did not occur while the
strategy was observed. Under that strategy it never occurs before the session ends, because no store is asked that
knows of the change. The servers were timed in turns, request by request, so compare the columns of one run. A range is
the 95 % confidence interval of a median: if two ranges overlap, this run does not show which value is lower.
`;
}

export const toMarkdown = (report) => `# The strategies, compared\n\n${toQuote(report)}`;

const QUOTE =
  /(?<=<!-- quoted: npm run compare -- --to docs -->\n)[\s\S]*?(?=<!-- end of the quote -->)/;

/** Replaces the quotation of a report in `text`, between the two comments that mark it. */
export const quoteIn = (text, report) => text.replace(QUOTE, () => `\n${toQuote(report)}\n`);

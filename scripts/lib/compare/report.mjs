import { cpus } from "node:os";

/** Short words: the table has to fit a terminal. `late` says a lag. */
const rows = {
  "kicked: out after": ({ kickSeconds }, late) => late(kickSeconds),
  "role changed: shows after": ({ roleSeconds }, late) => late(roleSeconds),
  "signed out: a copy is out after": ({ copySeconds }, late) => late(copySeconds),
  "database stopped: 503 after": ({ databaseDown: { servedSeconds, thenStatus } }, late) =>
    late(servedSeconds) + ([null, 503].includes(thenStatus) ? "" : `, ${thenStatus}`),
  "database back: still signed in": ({ databaseDown }) =>
    databaseDown.signedInAfterwards ? "yes" : "no",
  "session cookie, per request": ({ cookieBytes }) => `${cookieBytes} bytes`,
  "SQL statements, per request": ({ sqlPerRequest }) => String(sqlPerRequest),
  "Redis commands, per request": ({ redisPerRequest }) => String(redisPerRequest),
  "a protected request, median": ({ medianMs }) => milliseconds(medianMs),
  "a protected request, p99": ({ p99Ms }) => milliseconds(p99Ms),
  "median over one without auth": ({ costOverPing }) => costOverPing.toFixed(2),
};

const milliseconds = (value) => `${value.toFixed(2)} ms`;

/** A request's own time is no lag. Null: it did not come while it was watched. */
const lateIn = (watched) => (seconds) => {
  if (seconds === null) return `not in ${watched} s`;
  return seconds < 1 ? "next request" : `${seconds.toFixed(1)} s`;
};

/** The machine, as the report names it. */
export function describeMachine({ database, redis }) {
  const cores = cpus();
  const cpu = cores[0]?.model.trim() || "unknown";
  return { cpu, cores: cores.length, node: process.version, database, redis };
}

/** Markdown, which is also what a terminal shows: one column per strategy, less than 100 characters wide. */
export function toTable({ strategies, settings }) {
  const names = Object.keys(strategies);
  const late = lateIn(settings.watched);
  const body = Object.entries(rows).map(([what, show]) => [
    what,
    ...names.map((name) => show(strategies[name], late)),
  ]);
  const table = [["", ...names.map((name) => `\`${name}\``)], ...body];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map(
    (row) => `| ${row.map((cell, n) => cell.padEnd(widths[n])).join(" | ")} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

/** The table, and what has to be known to read it. */
export function toQuote(report) {
  const { date, machine, settings } = report;
  return `${toTable(report)}

Measured ${date.slice(0, 10)} by \`npm run compare\` on ${machine.cores} cores of ${machine.cpu}, Node.js ${machine.node}, ${machine.database}${machine.redis ? ", Redis" : ", no Redis"}.
Access tokens lived ${settings.accessMaxAge} s here instead of 15 minutes, so that what waits for their end could be waited
for. "Not in ${settings.watched} s" is as long as it was watched; that it goes on follows from the code: nothing is
asked that could know. The servers took turns at being timed, request by request: compare the columns of one
run; the figures themselves are those of one machine with everything on it.
`;
}

export const toMarkdown = (report) => `# The strategies, compared\n\n${toQuote(report)}`;

const QUOTE =
  /(?<=<!-- quoted: npm run compare -- --to docs -->\n)[\s\S]*?(?=<!-- end of the quote -->)/;

/** `text` with what it quotes of a report replaced, between the two comments that mark it. */
export const quoteIn = (text, report) => text.replace(QUOTE, () => `\n${toQuote(report)}\n`);

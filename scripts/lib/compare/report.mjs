import { cpus } from "node:os";

const rows = {
  "a kicked user is out after": ({ kickSeconds }) => seconds(kickSeconds),
  "a new role shows after": ({ roleSeconds }) => seconds(roleSeconds),
  "a copy of the cookie after sign-out": ({ signOutCopyWorks }) =>
    signOutCopyWorks ? "works on" : "is refused",
  "session cookie, bytes per request": ({ cookieBytes }) => String(cookieBytes),
  "SQL statements per request": ({ sqlPerRequest }) => String(sqlPerRequest),
  "Redis commands per request": ({ redisPerRequest }) => String(redisPerRequest),
  "a protected request, median": ({ medianMs }) => milliseconds(medianMs),
  "a protected request, p99": ({ p99Ms }) => milliseconds(p99Ms),
  "times the cost of one without auth": ({ costOverPing }) => costOverPing.toFixed(2),
  "with the database down": ({ databaseDown }) => databaseDown,
};

const seconds = (value) =>
  value === null ? "not while it lives" : value < 1 ? "the next request" : `${value.toFixed(1)} s`;
const milliseconds = (value) => `${value.toFixed(2)} ms`;

/** The machine, as the report names it. */
export function describeMachine({ database, redis }) {
  const cores = cpus();
  const cpu = cores[0]?.model.trim() || "unknown";
  return { cpu, cores: cores.length, node: process.version, database, redis };
}

/** Markdown, which is also what a terminal shows: one column per strategy. */
export function toTable({ strategies }) {
  const names = Object.keys(strategies);
  const body = Object.entries(rows).map(([what, show]) => [
    what,
    ...names.map((name) => show(strategies[name])),
  ]);
  const table = [["", ...names.map((name) => `\`${name}\``)], ...body];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map(
    (row) => `| ${row.map((cell, n) => cell.padEnd(widths[n])).join(" | ")} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

export function toMarkdown(report) {
  const { date, machine, settings } = report;
  return `# The strategies, compared

${toTable(report)}

Measured ${date.slice(0, 10)} by \`npm run compare\` on ${machine.cores} cores of ${machine.cpu}, Node.js ${machine.node}, ${machine.database}${machine.redis ? ", Redis" : ", no Redis"}. Access tokens
lived ${settings.accessMaxAge} s here instead of 15 minutes, so that what waits for their end could be waited for. "Not while
it lives" was watched for ${settings.watched} s, and follows from the code: nothing is asked that could know. Times are of one machine
with everything on it: compare the columns, not the figures.
`;
}

// What a soak found, as text and as a picture.

export interface Sample {
  /** Seconds since the start. */
  at: number;
  /** Answers to visits since the sample before, by status. */
  answers: Record<string, number>;
  /** Of each server: MB, and open files and sockets. Zeros while it is down. */
  nodes: { name: string; memory: number; handles: number }[];
}

export interface Restart {
  what: string;
  from: number;
  until: number;
}

export interface Findings {
  title: string;
  samples: Sample[];
  restarts: Restart[];
  counts: Map<string, number>;
  violations: string[];
}

export function toText({ title, counts, restarts, samples, violations }: Findings): string {
  const rows = [...counts]
    .sort()
    .map(([what, n]) => `  ${what.padEnd(28)}${String(n).padStart(8)}`);
  const names = samples.at(-1)?.nodes.map(({ name }) => name) ?? [];
  const of = (name: string) =>
    samples.flatMap(({ nodes }) => nodes.filter((node) => node.name === name && node.memory > 0));
  const sizes = names.map((name) => {
    const memory = of(name).map((node) => node.memory);
    const handles = of(name).map((node) => node.handles);
    return `  ${name}: ${Math.min(...memory)} to ${Math.max(...memory)} MB, ${Math.min(...handles)} to ${Math.max(...handles)} handles`;
  });
  const restarted = restarts.map(
    ({ what, from, until }) => `  ${what}, from ${from} s to ${until} s`,
  );
  return [
    title,
    "",
    "What was done, and how visits were answered:",
    ...rows,
    "",
    "Restarts:",
    ...restarted,
    "",
    "Servers:",
    ...sizes,
    "",
    violations.length === 0 ? "Nothing was wrong." : `Wrong: ${violations.length}`,
    ...violations.slice(0, 50).map((violation) => `  ${violation}`),
    "",
  ].join("\n");
}

const WIDTH = 960;
const LEFT = 70;
const COLOURS = { 200: "#16a34a", 401: "#2563eb", 503: "#dc2626" };

export function toSvg({ title, samples, restarts }: Findings): string {
  const end = samples.at(-1)?.at ?? 1;
  const x = (at: number) => LEFT + (at / end) * (WIDTH - LEFT - 20);
  /** A chart of lines from `top`, 160 high. */
  const chart = (
    top: number,
    unit: string,
    lines: { name: string; colour: string; values: number[] }[],
  ) => {
    const most = Math.max(1, ...lines.flatMap(({ values }) => values));
    const y = (value: number) => top + 160 - (value / most) * 150;
    const paths = lines.map(({ name, colour, values }, n) => {
      const points = values.map(
        (value, i) => `${x(samples[i]?.at ?? 0).toFixed(1)},${y(value).toFixed(1)}`,
      );
      return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.join(" ")}"/>
<text x="${LEFT + 110 * n}" y="${top + 182}" fill="${colour}">${name}</text>`;
    });
    return `<line x1="${LEFT}" y1="${top + 160}" x2="${WIDTH - 20}" y2="${top + 160}" stroke="#999"/>
<text x="8" y="${top + 14}">${Math.round(most)} ${unit}</text>
${paths.join("\n")}`;
  };
  const bands = restarts.map(
    ({ what, from, until }, n) =>
      `<rect x="${x(from).toFixed(1)}" y="40" width="${Math.max(2, x(until) - x(from)).toFixed(1)}" height="420" fill="#f59e0b" opacity="0.15"/>
<text x="${x(from).toFixed(1)}" y="${n % 2 ? 36 : 48}" fill="#92400e">${what}</text>`,
  );
  const per = (status: string) =>
    samples.map(
      ({ at, answers }, n) => (answers[status] ?? 0) / Math.max(1, at - (samples[n - 1]?.at ?? 0)),
    );
  const names = samples.at(-1)?.nodes.map(({ name }) => name) ?? [];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} 480" font-family="sans-serif" font-size="11">
<rect width="${WIDTH}" height="480" fill="#fff"/>
<text x="8" y="20" font-size="14">${title}</text>
${bands.join("\n")}
${chart(
  60,
  "per s",
  Object.entries(COLOURS).map(([status, colour]) => ({
    name: `visits: ${status}`,
    colour,
    values: per(status),
  })),
)}
${chart(
  270,
  "MB",
  names.map((name, n) => ({
    name: `memory of ${name}`,
    colour: ["#7c3aed", "#0d9488"][n] ?? "#000",
    values: samples.map(({ nodes }) => nodes[n]?.memory ?? 0),
  })),
)}
</svg>
`;
}

import { isEnding } from "./lifecycle.mjs";

/** Prints `title`, runs `work`, and prints how long it took, or the short note that it returned as well. */
export async function step(title, work) {
  process.stdout.write(`  ${title.padEnd(24)}`);
  const start = performance.now();
  const note = await work().catch((error) => {
    process.stdout.write(isEnding() ? "\n" : "failed\n");
    throw error;
  });
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  process.stdout.write(`${seconds.padStart(7)}${note ? `  ${note}` : ""}\n`);
}

const WIDTH = 24;

/** Runs the jobs `{ title, run }` one after the other and shows a progress bar. */
export async function runWithProgress(jobs) {
  const start = performance.now();
  const live = process.stdout.isTTY;
  let told = -1;
  for (const [done, { title, run }] of jobs.entries()) {
    const share = done / jobs.length;
    const elapsed = (performance.now() - start) / 1000;
    const left = share > 0.02 ? `${minutes(elapsed / share - elapsed)} left` : "";
    if (live) process.stdout.write(`\r\x1b[2K  ${bar(share)} ${left.padEnd(11)} ${title}`);
    // Without a terminal, prints one line per 10 %.
    else if (Math.floor(share * 10) > told) {
      told = Math.floor(share * 10);
      console.log(`  ${bar(share)} ${title}`);
    }
    await run();
  }
  if (live) process.stdout.write("\r\x1b[2K");
}

function bar(share) {
  const full = Math.round(share * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

function minutes(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

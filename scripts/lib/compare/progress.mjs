const WIDTH = 24;
/** Columns to the left of the bar (../steps.mjs), the bar, and its percentage. */
const TAKEN = 26 + WIDTH + 8;

/**
 * Draws a progress bar of `steps` steps on the current line of a terminal, with the name of the running step.
 * `run(name, work)` runs one step, `within(share)` draws a part of the next one, and `end` stops drawing.
 */
export function showProgress(steps) {
  const running = new Set();
  let done = 0;
  let ended = !process.stdout.isTTY;
  draw();

  function draw(share = 0) {
    if (ended) return;
    const part = (done + share) / steps;
    const filled = Math.round(part * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const percent = String(Math.round(part * 100)).padStart(3);
    process.stdout.write(`\x1b7${bar} ${percent} %  ${tell(running)}\x1b[K\x1b8`);
  }

  return {
    async run(name, work) {
      running.add(name);
      draw();
      try {
        return await work();
      } finally {
        running.delete(name);
        done++;
        draw();
      }
    },
    within: draw,
    end() {
      if (!ended) process.stdout.write("\x1b[K");
      ended = true;
    },
  };
}

/** A wrapped line could not be redrawn, so long lines are cut. */
function tell(running) {
  const [first = "", ...others] = running;
  const words = others.length > 0 ? `${first} + ${others.length}` : first;
  return words.slice(0, Math.max(0, (process.stdout.columns ?? 80) - TAKEN));
}

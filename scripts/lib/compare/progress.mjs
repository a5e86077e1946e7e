const WIDTH = 24;
/** What stands to the left of a bar (../steps.mjs), and its percentage. */
const TAKEN = 26 + WIDTH + 8;

/**
 * A bar of so many steps on the current line, where the output is a terminal, and beside it what is running.
 * `run(name, work)` is one step, `within(share)` draws a part of the next one, and after `end` nothing is
 * drawn any more, whatever still runs.
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

/** A line that is too long would wrap, and then could not be drawn over. */
function tell(running) {
  const [first = "", ...others] = running;
  const words = others.length > 0 ? `${first} + ${others.length}` : first;
  return words.slice(0, Math.max(0, (process.stdout.columns ?? 80) - TAKEN));
}

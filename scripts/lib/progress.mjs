const WIDTH = 24;

/** A bar on the current line, where the output is a terminal. `next()` is a step more, `within(share)` a part of one. */
export function showProgress(steps) {
  let done = 0;
  const draw = (at) => {
    if (!process.stdout.isTTY) return;
    const filled = Math.round((at / steps) * WIDTH);
    const bar = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${Math.round((at / steps) * 100)} %`;
    process.stdout.write(`\x1b7${bar}\x1b[K\x1b8`);
  };
  draw(0);
  return {
    next: () => draw(++done),
    within: (share) => draw(done + share),
    end: () => process.stdout.isTTY && process.stdout.write("\x1b[K"),
  };
}

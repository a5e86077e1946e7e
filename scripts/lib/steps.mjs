import { isEnding } from "./lifecycle.mjs";

/**
 * Prints `title`, runs `work`, and prints its duration and the note that it returned. On a terminal, a long step shows
 * its seconds and the messages that `work` reports with the function it receives.
 */
export async function step(title, work) {
  process.stdout.write(`  ${title.padEnd(24)}`);
  const start = performance.now();
  const took = () => (performance.now() - start) / 1000;
  const watch = watchLong(took);
  let note;
  try {
    note = await work(watch.say);
  } catch (error) {
    watch.end();
    process.stdout.write(isEnding() ? "\n" : "failed\n");
    throw error;
  }
  watch.end();
  process.stdout.write(`${`${took().toFixed(1)} s`.padStart(7)}${note ? `  ${note}` : ""}\n`);
}

/** Redrawn once a second. Only a step that reports messages calls this. */
function watchLong(took) {
  let saying = null;
  const draw = (text) => process.stdout.write(`\x1b7${text}\x1b[K\x1b8`);
  const room = () => Math.max(0, (process.stdout.columns ?? 80) - 36);
  const timer = setInterval(() => {
    if (saying !== null)
      draw(`${`${took().toFixed(0)} s`.padStart(7)}  ${saying.slice(0, room())}`);
  }, 1000);
  timer.unref();
  return {
    say(text) {
      if (process.stdout.isTTY) saying = text;
    },
    end() {
      clearInterval(timer);
      if (saying !== null) draw("");
    },
  };
}

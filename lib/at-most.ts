import { Overloaded } from "./errors";
import { log } from "./log";

/** Milliseconds between two lines of the log about the same queue. */
const QUIET = 60_000;

/**
 * Runs what it is given, `atOnce` at a time, first come, first served. When `waiting` others wait already, it throws
 * Overloaded instead: whoever would have to wait for long is told at once, and the queue does not grow without end.
 * `what` names the work in the log.
 */
export function atMost(what: string, atOnce: number, waiting: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  let logged = Number.NEGATIVE_INFINITY;

  function refuse(): never {
    if (performance.now() - logged > QUIET) {
      logged = performance.now();
      log.warn(`${what}: ${waiting} requests wait already, so further ones are answered with 503`);
    }
    throw new Overloaded();
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running++;
    else if (queue.length < waiting) await new Promise<void>((next) => queue.push(next));
    else refuse();
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes later takes it.
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}

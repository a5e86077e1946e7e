import { Overloaded } from "./errors";
import { log } from "./log";

/** Milliseconds between two log lines about the same queue. */
const QUIET = 60_000;

/**
 * Runs the given work, `atOnce` at a time, first come, first served. When `waiting` others are already waiting, it throws
 * Overloaded: so waiting times and the queue are limited. `what` names the work in the log.
 */
export function atMost(what: string, atOnce: number, waiting: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  let logged = Number.NEGATIVE_INFINITY;

  function refuse(): never {
    if (performance.now() - logged > QUIET) {
      logged = performance.now();
      log.warn(`${what}: ${waiting} requests wait already, so further ones are refused`);
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
      // The next one in the queue gets the place, so that no later caller takes it.
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}

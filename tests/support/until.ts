import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `ask` does not throw any more. The test's own time limit ends it. */
export async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await sleep(50);
    }
  }
}

// A limit of parallel tasks: the others wait in a queue, and a full queue refuses tasks.
import { expect, test } from "vitest";
import { atMost } from "@/lib/at-most";
import { findStoreUnavailable, Overloaded } from "@/lib/errors";
import { expectConsole } from "../support/console";

/** A task that ends when the test resolves it. */
function createWork() {
  const order: number[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  return {
    order,
    ends,
    most: () => most,
    start: (n: number) => async () => {
      order.push(n);
      most = Math.max(most, ++running);
      await new Promise<void>((end) => ends.push(end));
      running--;
      return n;
    },
  };
}
const settle = () => new Promise(setImmediate);

test("at most the given number of tasks run at once, and the others follow in their order", async () => {
  const inTurn = atMost("Work", 2, 10);
  const work = createWork();
  const all = [1, 2, 3, 4, 5].map((n) => inTurn(work.start(n)));
  await settle();
  expect(work.order).toEqual([1, 2]);
  while (work.ends.length > 0) {
    work.ends.shift()?.();
    await settle();
  }
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5]);
  expect(work.order).toEqual([1, 2, 3, 4, 5]);
  expect(work.most()).toBe(2);
});

test("a full queue refuses tasks, and accepts them again when there is room", async () => {
  const inTurn = atMost("Work", 1, 2);
  expectConsole(/^Work: 2 requests wait already, so further ones are refused$/);
  const work = createWork();
  const kept = [1, 2, 3].map((n) => inTurn(work.start(n)));
  const refused = await inTurn(work.start(4)).catch((error) => error);
  expect(refused).toBeInstanceOf(Overloaded);
  // So it is answered with 503, and not as a wrong password.
  expect(findStoreUnavailable(new Error("wrapped", { cause: refused }))).toBe(refused);
  await settle();
  work.ends.shift()?.();
  await settle();
  kept.push(inTurn(work.start(5)));
  while (work.ends.length > 0) {
    work.ends.shift()?.();
    await settle();
  }
  expect(await Promise.all(kept)).toEqual([1, 2, 3, 5]);
});

test("the queue continues after a task has failed", async () => {
  const inTurn = atMost("Work", 1, 1);
  const failing = inTurn(async () => {
    throw new Error("no");
  });
  const next = inTurn(async () => "done");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
  expect(await inTurn(async () => "again")).toBe("again");
});

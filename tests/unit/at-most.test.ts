// A cap on what runs at once: the rest waits in line, and what does not fit into the line is told so.
import { expect, test } from "vitest";
import { atMost } from "@/lib/at-most";
import { findStoreUnavailable, Overloaded } from "@/lib/errors";
import { expectConsole } from "../support/console";

/** Work that ends when it is told to. */
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

test("runs so many at once, and the others in the order in which they came", async () => {
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

test("refuses what does not fit into the line, and takes more once there is room", async () => {
  const inTurn = atMost("Work", 1, 2);
  expectConsole(/^Work: 2 requests wait already, so further ones are answered with 503$/);
  const work = createWork();
  const kept = [1, 2, 3].map((n) => inTurn(work.start(n)));
  const refused = await inTurn(work.start(4)).catch((error) => error);
  expect(refused).toBeInstanceOf(Overloaded);
  // So that it is answered with 503, and never taken for a wrong password.
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

test("goes on after work that fails", async () => {
  const inTurn = atMost("Work", 1, 1);
  const failing = inTurn(async () => {
    throw new Error("no");
  });
  const next = inTurn(async () => "done");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
  expect(await inTurn(async () => "again")).toBe("again");
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AT_ONCE, PER_CLIENT, PER_PROCESS, STORY, withinLimits } from "./lab-limit";

const from = (address: string) => new Headers({ "x-forwarded-for": address });
const ok = async () => Response.json({});
const ask = async (address: string, points = 1) =>
  (await withinLimits(from(address), points, ok)).status;

async function times(count: number, act: () => Promise<number>) {
  const statuses: number[] = [];
  for (let n = 0; n < count; n++) statuses.push(await act());
  return statuses.filter((status) => status === 200).length;
}

beforeEach(() => {
  vi.useFakeTimers();
  (globalThis as { demoCounts?: unknown }).demoCounts = undefined;
});
afterEach(() => void vi.useRealTimers());

test("a client above its limit waits for the next window, and other clients are not affected", async () => {
  expect(await times(PER_CLIENT + 50, () => ask("192.0.2.1"))).toBe(PER_CLIENT);
  expect(await ask("192.0.2.2")).toBe(200);
  const refused = await withinLimits(from("192.0.2.1"), 1, ok);
  expect(refused.status).toBe(429);
  const wait = Number(refused.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(wait * 1000);
  expect(await ask("192.0.2.1")).toBe(200);
});

test("an IPv6 client is counted by its network", async () => {
  let n = 0;
  expect(await times(PER_CLIENT + 1, () => ask(`2001:db8::${(n++).toString(16)}`))).toBe(
    PER_CLIENT,
  );
});

test("a story counts as several requests", async () => {
  expect(await times(PER_CLIENT, () => ask("192.0.2.1", STORY))).toBe(PER_CLIENT / STORY);
});

test("many clients together cannot exceed the limit of the process", async () => {
  let n = 0;
  const anyone = () => ask(`192.0.${n >> 8}.${n++ & 255}`);
  expect(await times(PER_PROCESS + 100, anyone)).toBe(PER_PROCESS);
});

test("the number of parallel requests is limited, and a failed one frees its place", async () => {
  let finish = () => {};
  const end = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const hanging = Array.from({ length: AT_ONCE }, (_, n) =>
    withinLimits(from(`192.0.2.${n}`), 1, async () => {
      await end;
      throw new Error("a fault");
    }),
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(await ask("198.51.100.1")).toBe(429);
  finish();
  await Promise.allSettled(hanging);
  expect(await ask("198.51.100.1")).toBe(200);
});

import { afterEach, describe, expect, test } from "vitest";
import { keepAlive } from "@/lib/browser/keep-alive";
import { accessKnownUntil, refreshSession } from "@/lib/browser/refresh";
import { answers, closePage, openPage } from "../support/page";

const { refreshed, ended, unavailable, lost, never } = answers;
const MINUTE = 60_000;
const whileOpen = { accessExpiresIn: 15 * MINUTE, recordActivityEvery: null };

let stop = () => {};
afterEach(() => {
  stop();
  closePage();
});

describe("a refresh, without locks", () => {
  test("says until when, and all tabs know", async () => {
    openPage(refreshed);
    expect(await refreshSession()).toEqual({ state: "refreshed", until: accessKnownUntil() });
    expect(accessKnownUntil()).toBe(Date.now() + 15 * MINUTE);
  });

  test.each([
    ["got lost", lost, 0],
    ["is the proxy's, not ours", unavailable, 0],
    ["does not come", never, 3],
  ])("is asked for again at once when its answer %s", async (_what, first, at) => {
    const page = openPage(first, refreshed);
    const refresh = refreshSession();
    await page.after(at);
    expect(await refresh).toMatchObject({ state: "refreshed" });
    expect(page.times()).toEqual([0, at]);
  });

  test("is given up after two answers that do not come, long before the grace is over", async () => {
    const page = openPage(never);
    const refresh = refreshSession();
    await page.after(6);
    expect(await refresh).toEqual({ state: "unknown" });
    expect(page.times()).toEqual([0, 3]);
  });

  test("is not asked for again when the session has ended", async () => {
    const page = openPage(ended, refreshed);
    expect(await refreshSession()).toEqual({ state: "ended" });
    expect(page.times()).toHaveLength(1);
  });
});

describe("the keeper refreshes", () => {
  test("two minutes before the end, and again before the next one", async () => {
    const page = openPage(refreshed);
    stop = keepAlive(whileOpen);
    await page.after(13 * 60 - 1);
    expect(page.times()).toEqual([]);
    await page.after(13 * 60 + 1);
    expect(page.times()).toEqual([13 * 60, 2 * 13 * 60]);
  });

  test("at half of a life that is shorter", async () => {
    const page = openPage(refreshed);
    stop = keepAlive({ ...whileOpen, accessExpiresIn: 8_000 });
    await page.after(4);
    expect(page.times()).toEqual([4]);
  });

  test("again and again, but not all the time, while it gets no answer", async () => {
    const page = openPage(unavailable);
    stop = keepAlive({ ...whileOpen, accessExpiresIn: 2_000 });
    await page.after(1 + 120);
    const rounds = page.times().filter((_, n) => n % 2 === 0);
    expect(rounds).toEqual([1, 2, 4, 8, 16, 32, 62, 92]);
  });

  test("within the grace after an answer that got lost, though the page is out of sight by now", async () => {
    const page = openPage(lost, lost, refreshed);
    stop = keepAlive(whileOpen);
    await page.after(13 * 60);
    page.hide();
    await page.after(9);
    expect(page.times()).toEqual([13 * 60, 13 * 60, 13 * 60 + 1]);
  });

  test("and where only someone at work keeps a session alive, not beyond what they began", async () => {
    const page = openPage(unavailable);
    stop = keepAlive({ accessExpiresIn: 2_000, recordActivityEvery: 1_000 });
    await page.after(60);
    expect(page.times(), "nobody is").toEqual([]);
    page.type();
    await page.after(600);
    expect(page.times()).toHaveLength(2 * 5);
  });

  test("no more once the session has ended", async () => {
    const page = openPage(ended);
    stop = keepAlive(whileOpen);
    await page.after(30 * 60);
    expect(page.times()).toEqual([13 * 60]);
  });

  test("nothing while the page is out of sight", async () => {
    const page = openPage(refreshed);
    stop = keepAlive(whileOpen);
    page.hide();
    await page.after(30 * 60);
    expect(page.times()).toEqual([]);
  });
});

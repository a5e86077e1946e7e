import { afterEach, describe, expect, test, vi } from "vitest";
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
  test("stores the expiry for all tabs", async () => {
    openPage(refreshed);
    expect(await refreshSession()).toEqual({ state: "refreshed", until: accessKnownUntil() });
    expect(accessKnownUntil()).toBe(Date.now() + 15 * MINUTE);
  });

  test.each([
    ["got lost", lost, 0],
    ["is the proxy's, not ours", unavailable, 0],
    ["does not come", never, 3],
  ])("is repeated at once when its answer %s", async (_what, first, at) => {
    const page = openPage(first, refreshed);
    const refresh = refreshSession();
    await page.after(at);
    expect(await refresh).toMatchObject({ state: "refreshed" });
    expect(page.times()).toEqual([0, at]);
  });

  test("stops after two missing answers, long before the end of the grace time", async () => {
    const page = openPage(never);
    const refresh = refreshSession();
    await page.after(6);
    expect(await refresh).toEqual({ state: "unknown" });
    expect(page.times()).toEqual([0, 3]);
  });

  test("is not repeated when the session has ended", async () => {
    const page = openPage(ended, refreshed);
    expect(await refreshSession()).toEqual({ state: "ended" });
    expect(page.times()).toHaveLength(1);
  });
});

describe("a browser that allows a site no storage", () => {
  const denied = () => {
    throw new DOMException("", "SecurityError");
  };

  test("refreshes, and the page knows the expiry", async () => {
    openPage(refreshed);
    vi.stubGlobal("localStorage", undefined);
    expect(await refreshSession()).toMatchObject({ state: "refreshed" });
    expect(accessKnownUntil()).toBe(Date.now() + 15 * MINUTE);
  });

  test("refreshes without locks", async () => {
    const page = openPage(refreshed);
    vi.stubGlobal("navigator", { onLine: true, locks: { request: async () => denied() } });
    expect(await refreshSession()).toMatchObject({ state: "refreshed" });
    expect(page.times()).toHaveLength(1);
  });
});

describe("keepAlive refreshes", () => {
  test("two minutes before each expiry", async () => {
    const page = openPage(refreshed);
    stop = keepAlive(whileOpen);
    await page.after(13 * 60 - 1);
    expect(page.times()).toEqual([]);
    await page.after(13 * 60 + 1);
    expect(page.times()).toEqual([13 * 60, 2 * 13 * 60]);
  });

  test("at half of a shorter lifetime", async () => {
    const page = openPage(refreshed);
    stop = keepAlive({ ...whileOpen, accessExpiresIn: 8_000 });
    await page.after(4);
    expect(page.times()).toEqual([4]);
  });

  test("repeatedly with longer intervals while there is no answer", async () => {
    const page = openPage(unavailable);
    stop = keepAlive({ ...whileOpen, accessExpiresIn: 2_000 });
    await page.after(1 + 120);
    const rounds = page.times().filter((_, n) => n % 2 === 0);
    expect(rounds).toEqual([1, 2, 4, 8, 16, 32, 62, 92]);
  });

  test("within the grace time after a lost answer, even if the page is hidden now", async () => {
    const page = openPage(lost, lost, refreshed);
    stop = keepAlive(whileOpen);
    await page.after(13 * 60);
    page.hide();
    await page.after(9);
    expect(page.times()).toEqual([13 * 60, 13 * 60, 13 * 60 + 1]);
  });

  test("only to finish a started refresh if the user is idle", async () => {
    const page = openPage(unavailable);
    stop = keepAlive({ accessExpiresIn: 2_000, recordActivityEvery: 1_000 });
    await page.after(60);
    expect(page.times(), "nobody is").toEqual([]);
    page.type();
    await page.after(600);
    expect(page.times()).toHaveLength(2 * 5);
  });

  test("never after the session has ended", async () => {
    const page = openPage(ended);
    stop = keepAlive(whileOpen);
    await page.after(30 * 60);
    expect(page.times()).toEqual([13 * 60]);
  });

  test("never while the page is hidden", async () => {
    const page = openPage(refreshed);
    stop = keepAlive(whileOpen);
    page.hide();
    await page.after(30 * 60);
    expect(page.times()).toEqual([]);
  });
});

import { afterEach, expect, test, vi } from "vitest";
import { type End, watchEnd } from "@/lib/browser/watch-end";
import { type Answer, answers, closePage, openPage } from "../support/page";

const HOUR = 3600;

const session = (expiresIn: number | null): Answer => {
  const expires = () => expiresIn && new Date(Date.now() + expiresIn * 1000).toISOString();
  return () =>
    Response.json({ expires: expires() }, { headers: { date: new Date().toUTCString() } });
};
const alive = session(HOUR);
const ended = session(null);

let stop = () => {};
afterEach(() => {
  stop();
  closePage();
});

/** A page that was shown an hour before the end of its session, and the events since then. */
function watch(...next: Answer[]) {
  const page = openPage(...next);
  const told: End[] = [];
  stop = watchEnd(
    { expires: Date.now() + HOUR * 1000, expiresIn: HOUR * 1000 },
    async () => {},
    (end) => told.push(end),
  );
  return { page, told };
}

test("if the session ended during sleep, the page is covered at once and then reported as ended", async () => {
  const { page, told } = watch(ended);
  page.sleep(HOUR);
  expect(page.isCovered()).toBe(true);
  await page.after(0);
  expect(told).toEqual([{ state: "ended", restored: false }]);
  expect(page.isCovered(), "until whoever was told has taken the page away").toBe(true);
});

test("the page is uncovered if another tab has kept the session alive", async () => {
  const { page, told } = watch(alive);
  page.sleep(HOUR);
  await page.after(0);
  expect(page.isCovered()).toBe(false);
  expect(told).toEqual([]);
});

test("without an answer the page stays covered, and the check is repeated", async () => {
  const { page, told } = watch(answers.lost, answers.unavailable, alive);
  page.sleep(2 * HOUR);
  await page.after(2);
  expect(page.isCovered()).toBe(true);
  await page.after(3);
  expect(page.isCovered()).toBe(true);
  await page.after(3);
  expect(page.isCovered()).toBe(false);
  expect(told).toEqual([]);
});

test("a short sleep causes no check and does not cover the page", async () => {
  const { page } = watch(alive);
  page.sleep(HOUR / 2);
  expect(page.isCovered()).toBe(false);
  await page.after(0);
  expect(page.times()).toEqual([]);
});

test("a page from the back/forward cache is covered until its session was checked", async () => {
  const { page, told } = watch(alive, ended);
  page.leave();
  expect(page.isCovered()).toBe(true);
  page.goBack();
  await page.after(0);
  expect(page.isCovered()).toBe(false);

  page.leave();
  page.goBack();
  await page.after(0);
  expect(told).toEqual([{ state: "ended", restored: true }]);
  expect(page.isCovered()).toBe(true);
});

test("when another tab shows nobody signed in, the session is checked at once", async () => {
  const { page, told } = watch(alive, ended);
  page.otherTabShowsNobody();
  await page.after(0);
  expect(told).toEqual([]);
  page.otherTabShowsNobody();
  await page.after(0);
  expect(told).toEqual([{ state: "ended", restored: false }]);
});

test("a browser without BroadcastChannel works", async () => {
  openPage(alive);
  vi.stubGlobal("BroadcastChannel", undefined);
  stop = watchEnd(
    { expires: Date.now() + HOUR * 1000, expiresIn: HOUR * 1000 },
    async () => {},
    () => {},
  );
});

import { afterEach, expect, test } from "vitest";
import { sessionFetch } from "@/lib/browser/session-fetch";
import { noteShownTo } from "@/lib/browser/shown-to";
import { type Answer, answers, closePage, openPage } from "../support/page";

const { refreshed, ended, expired, unavailable } = answers;
const done: Answer = () => Response.json({ done: true });

afterEach(closePage);

async function send() {
  const response = await sessionFetch("http://page.test/api/orders", {
    method: "POST",
    body: "two of them",
  });
  return [response.status, await response.json()];
}

// #region refresh
test("repeats the same request once when the access token has expired", async () => {
  const page = openPage(expired, refreshed, done);
  expect(await send()).toEqual([200, { done: true }]);
  expect(page.paths()).toEqual(["/api/orders", "/api/session/refresh", "/api/orders"]);
  expect(await page.bodies()).toEqual(["two of them", "", "two of them"]);
});
// #endregion

// #region refresh
test("returns no-session when the refresh finds no session", async () => {
  const page = openPage(expired, ended);
  expect(await send()).toEqual([401, { error: "unauthenticated", reason: "no-session" }]);
  expect(page.paths()).toEqual(["/api/orders", "/api/session/refresh"]);
});
// #endregion

// #region refresh
test("returns access-token-expired when the refresh gets no answer", async () => {
  openPage(expired, unavailable);
  expect(await send()).toEqual([401, { error: "unauthenticated", reason: "access-token-expired" }]);
});
// #endregion

test.each([
  ["an answer", done, 200],
  ["a 401 of no session", ended, 401],
  ["a 401 of something else", () => new Response('"no"', { status: 401 }), 401],
  ["a store that is down", unavailable, 503],
])("passes on %s without a refresh", async (_what, answer, status) => {
  const page = openPage(answer);
  expect((await send())[0]).toBe(status);
  expect(page.paths()).toEqual(["/api/orders"]);
});

// #region refresh
test("sends the user for whom the page was rendered", async () => {
  const page = openPage(expired, refreshed, done);
  noteShownTo("someone");
  await send();
  noteShownTo(undefined);
  await send();
  const [first, , again, afterwards] = page.headers("x-shown-to");
  expect([first, again, afterwards]).toEqual(["someone", "someone", null]);
});
// #endregion

import type { Locator, Page } from "@playwright/test";
import { createClient } from "@redis/client";
import { type Outcome, toEffects } from "../../../app/demo/compare/lane";
import { stories } from "../../../app/demo/compare/stories";
import {
  HOUR,
  type Kind,
  MINUTE,
  type Story,
  toDemands,
  toSteps,
} from "../../../app/demo/compare/story";
import { clockTime } from "../../../app/demo/compare/words";
import { expiryFrom, isLive, isRenewalDue, type SessionPolicy } from "../../../lib/session/policy";
import { strategies } from "../../../lib/session/strategies";
import { expectAccessible } from "../../support/e2e-accessibility";
import { startApp } from "../../support/e2e-app";
import { expect, test } from "../../support/e2e-test";
import { noStores } from "../../support/sessions";

// Serial, because the route plays only a few stories at once, and one of the tests uses all places.
test.describe.configure({ mode: "default" });

const names = Object.keys(strategies) as (keyof typeof strategies)[];
const API = "/demo/api/compare";

/** What a strategy declares. The contract tests check it. */
function declared(name: (typeof names)[number], { lifetimes }: Story) {
  const policy = { ...lifetimes, reuseGrace: 10 };
  return strategies[name].create({ ...noStores, policy, clock: Date.now, secrets: ["never used"] });
}

/** Only sessions on record are counted. */
function endOf(kind: Kind, { records, endNoticedWithin }: ReturnType<typeof declared>) {
  return kind === "other device" && !records ? null : endNoticedWithin;
}

/** When a session that is checked without a store ends, if visits renew it whenever a renewal is due. */
function latestEnd(story: Story): number {
  const policy: SessionPolicy = { ...story.lifetimes, reuseGrace: 10 };
  let times = { authTime: 0, renewedAt: 0, expires: expiryFrom(policy, 0, 0) };
  for (const { at, kind } of toSteps(story)) {
    const now = at * 1000;
    if (kind === "visit" && isLive(policy, times, now) && isRenewalDue(policy, times, now))
      times = { authTime: 0, renewedAt: now, expires: expiryFrom(policy, 0, now) };
  }
  return times.expires / 1000;
}

/** The cells of a lane in the rows with this name. */
const fact = (page: Page, lane: string, name: string | RegExp) =>
  page
    .getByRole("table", { name: "Results" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) })
    .locator(`[data-lane=${lane}]`);
const lane = (page: Page, name: string) =>
  page.getByRole("list", { name: "Strategies" }).locator(`[data-strategy=${name}]`).first();
const measured = (page: Page) => expect(page.getByText("Measured just now")).toBeVisible();

/** Picks a ready story and waits until it has been played. */
async function pick(page: Page, name: keyof typeof stories) {
  const played = page.waitForResponse(
    (response) =>
      response.url().endsWith(API) &&
      response.status() === 200 &&
      response.request().postData() === JSON.stringify(stories[name]),
  );
  await page.goto("/demo/compare");
  await page.getByRole("group", { name: "Story" }).getByRole("button", { name }).click();
  await played;
  await measured(page);
}

async function choose(page: Page, label: string, option: string) {
  await page.getByRole("combobox", { name: label }).selectOption({ label: option });
}

/** The clock time at the end of `signed out 6 min later, at 10:30`, as seconds of the story. */
function secondOf(text: string): number {
  const [, day = "1", hours, minutes, seconds = "0"] =
    /at (?:day (\d+), )?(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? [];
  return (
    (Number(day) - 1) * 24 * HOUR +
    (Number(hours) - 9) * HOUR +
    Number(minutes) * MINUTE +
    Number(seconds)
  );
}

for (const [title, story] of Object.entries(stories) as [keyof typeof stories, Story][])
  test(`${title}: each strategy has its stated delay`, async ({ page }) => {
    await pick(page, title);
    for (const name of names) {
      const { endNoticedWithin, roleNoticedWithin, revocation } = declared(name, story);
      for (const [n, { event, wants }] of toDemands(story).entries()) {
        const noticedWithin = wants ? roleNoticedWithin : endNoticedWithin;
        const outcome = fact(page, name, /, \d\d:\d\d/).nth(n);
        const text = (await outcome.textContent()) ?? "";
        if (noticedWithin === 0)
          expect(text, name).toBe(wants ? "seen at once" : "signed out at once");
        else if (noticedWithin === null) {
          if (!wants) expect(revocation).toBeNull();
          expect(text, name).toContain(wants ? "never seen" : "signed out ");
          // If a new role is never seen, the session keeps the old role until it ends.
          const end =
            endNoticedWithin === 0 && toDemands(story).find(({ wants }) => wants === null);
          expect(secondOf(text), name).toBe(wants && end ? end.event.at : latestEnd(story));
        } else {
          expect(text, name).toContain(wants ? "seen " : "signed out ");
          expect(secondOf(text) - event.at, name).toBeGreaterThan(0);
          expect(secondOf(text) - event.at, name).toBeLessThanOrEqual(noticedWithin);
        }
      }
    }
  });

const ends = [
  "ended elsewhere",
  "signed out",
  "password changed",
  "user disabled",
  "other device",
] as const;

for (const kind of ends)
  test(`${kind}: each strategy has its stated delay`, async ({ request }) => {
    const event = { kind, at: 53 * MINUTE };
    const ready = stories["A role is lowered"];
    const story: Story = {
      ...ready,
      lifetimes: { ...ready.lifetimes, deviceLimit: 1 },
      events: [{ kind: "at work", at: 0, until: ready.length }, { kind: "visit", at: 51 }, event],
    };
    const { lanes }: Outcome = await (await request.post(API, { data: story })).json();
    expect(Object.keys(lanes)).toEqual(names);
    for (const name of names) {
      const endNoticedWithin = endOf(kind, declared(name, story));
      const [effect] = toEffects(story, lanes[name]);
      expect(effect, name).toMatchObject({ event, wants: null, how: "done" });
      if (endNoticedWithin === null) expect(effect?.at, name).toBe(latestEnd(story));
      // The access token in force is the one of the refresh before: at 45 minutes.
      else expect(effect?.lag, name).toBe(endNoticedWithin && 7 * MINUTE);
    }
  });

// Parallel tests count as the same client. The page then waits and asks again.
test.beforeEach(({ allowConsole }) => allowConsole(/429 .*\/demo\/api\/compare/));

test("a cookie has the same size here as in a request", async ({ request }) => {
  const answer = await request.post(API, { data: stories["An employee leaves"] });
  const { lanes } = (await answer.json()) as Outcome;
  // The random key has the same length for everybody.
  const key = `${strategies.database.cookies.session}=${"x".repeat(43)}`.length;
  expect(lanes.database.cookies).toEqual([key]);
  expect(lanes.hybrid?.cookies).toHaveLength(2);
});

test("the drawing shows the same as the text", async ({ page }) => {
  await pick(page, "An employee leaves");
  for (const name of names) {
    const track = lane(page, name).locator("[data-track]");
    const { x, width } = (await track.boundingBox()) ?? { x: 0, width: 0 };
    const { length } = stories["An employee leaves"];
    /** From and to, as seconds of the story. A pixel is not a quarter of a minute. */
    const drawn = async (what: Locator) => {
      const box = await what.boundingBox();
      if (!box) throw new Error("It is not drawn");
      return [box.x - x, box.x + box.width - x].map((at) => (at / width) * length);
    };
    const expectSpan = async (what: Locator, from: number, to: number) => {
      const [left = 0, right = 0] = await drawn(what);
      expect(Math.abs(left - from), `${name} from ${from}`).toBeLessThan(MINUTE);
      expect(Math.abs(right - to), `${name} to ${to}`).toBeLessThan(MINUTE);
    };

    const told = await fact(page, name, "the session").getByRole("listitem").allInnerTexts();
    const spans = track.locator("[data-span]");
    await expect(spans).toHaveCount(told.length);
    for (const [n, text] of told.entries()) {
      const [, standing, from = "", to = ""] =
        /^signed (?:in as )?(\w+) from (.+) to (.+)$/.exec(text) ?? [];
      const span = spans.nth(n);
      await expect(span).toHaveAttribute("data-span", `${standing}`);
      await expectSpan(span, secondOf(`at ${from}`), secondOf(`at ${to}`));
      const look = await span.evaluate((element) => getComputedStyle(element).backgroundImage);
      expect(look === "none", text).toBe(standing !== "out");
    }

    const late = [];
    for (const { event } of toDemands(stories["An employee leaves"]))
      for (const text of await fact(page, name, clockTime(event.at)).allInnerTexts())
        if (text.includes("later"))
          late.push({ from: event.at, to: Math.min(secondOf(text), length) });
    const outlines = track.locator("[data-lag]");
    await expect(outlines).toHaveCount(late.length);
    for (const [n, { from, to }] of late.entries()) await expectSpan(outlines.nth(n), from, to);
  }
});

test("a strategy without a store accepts the session to the end, and one with a store refuses it at the next visit", async ({
  page,
}) => {
  await pick(page, "A stolen laptop");
  for (const name of names) {
    const { revocation } = declared(name, stories["A stolen laptop"]);
    const remark = revocation
      ? "Signed out on the visit at 11:"
      : "Still signed in. Every visit is accepted";
    await expect(lane(page, name)).toContainText(remark);
    await expect(fact(page, name, "visits")).toContainText(
      revocation ? /[1-9]\d* refused/ : " 0 refused",
    );
  }
});

test("an idle limit ends every session in the same way, and is not red", async ({ page }) => {
  await pick(page, "A long lunch");
  for (const name of names) {
    await expect(fact(page, name, "the session")).toContainText("signed out from 12:30 to 15:00");
    await expect(lane(page, name)).toContainText("Signed out on the visit at 13:15");
    await expect(page.locator(`[data-lane=${name}]`, { hasText: "later" })).toHaveCount(0);
  }
});

test("the keyboard moves an event, and the result is updated", async ({ page }) => {
  await pick(page, "A password is changed");
  const outcome = fact(page, "hybrid", "password changed");
  await expect(outcome).toHaveText("signed out 7 min later, at 10:15");
  const slider = page.getByRole("slider", { name: "password changed" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "10:10");
  await expect(outcome).toHaveText("signed out 5 min later, at 10:15");
  await expect(fact(page, "database", "password changed")).toHaveText("signed out at once");
});

test("a pointer drags an event, and periods keep their length", async ({ page }) => {
  await pick(page, "A password is changed");
  const track = lane(page, "database").locator("[data-track]");
  const { width } = (await track.boundingBox()) ?? { width: 0 };
  const drag = async (marker: Locator, by: number) => {
    await marker.scrollIntoViewIfNeeded();
    const box = await marker.boundingBox();
    if (!box) throw new Error("It is not on the page");
    await page.mouse.move(box.x + 10, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 10 + by, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
  };
  const [atWork, changed] = ["at work", "password changed"].map((text) =>
    page.locator("main [aria-hidden]").getByText(text, { exact: true }),
  ) as [Locator, Locator];

  await drag(changed, width / 3); // an hour of three
  const slider = page.getByRole("slider", { name: "password changed" });
  await expect(slider).toHaveAttribute("aria-valuetext", /^11:0[789]$/);
  await expect(fact(page, "hybrid", /password changed, 11:0/)).toContainText("later");

  await page.getByRole("slider", { name: "at work, to" }).fill(String(2 * HOUR));
  await drag(atWork, width);
  const ends = ["at work, from", "at work, to"].map((name) => page.getByRole("slider", { name }));
  await expect(ends[0] as Locator).toHaveAttribute("aria-valuetext", "10:00");
  await expect(ends[1] as Locator).toHaveAttribute("aria-valuetext", "12:00");
});

test("added and removed events and changed lifetimes are stored in the URL", async ({
  page,
  context,
}) => {
  await pick(page, "A password is changed");
  await page.getByRole("button", { name: "Remove password changed" }).click();
  await expect(page.getByRole("button", { name: "Remove at work" })).toBeFocused();
  await choose(page, "Another event", "signed in on another device");
  await page.getByRole("button", { name: "Add it" }).click();
  await choose(page, "SESSION_DEVICE_LIMIT", "1");
  await choose(page, "ACCESS_TOKEN_MAX_AGE", "1 h");
  const check = async (at: Page) => {
    for (const name of names) {
      const story = stories["A password is changed"];
      const endNoticedWithin = endOf("other device", declared(name, story));
      await expect(fact(at, name, "another device, 10:30")).toHaveText(
        endNoticedWithin === 0 ? "signed out at once" : /^signed out .+ later/,
      );
      await expect(fact(at, name, "password changed")).toHaveCount(0);
    }
    await expect(fact(at, "hybrid", "another device")).toHaveText(
      "signed out 30 min later, at 11:00",
    );
  };
  await check(page);
  await expect(page).toHaveURL(/accessMaxAge=3600.*deviceLimit=1.*event=other\+device/);

  const copy = await context.newPage();
  await copy.goto(page.url());
  await check(copy);
  await expect(copy.getByRole("combobox", { name: "SESSION_DEVICE_LIMIT" })).toHaveValue("1");
});

test("an invalid link shows a message, and the page works", async ({ page }) => {
  for (const hash of ["length=1&event=at+work@0", "length=10800&maxAge=28800"]) {
    await page.goto("about:blank");
    await page.goto(`/demo/compare#${hash}`);
    await expect(page.getByText("The story in this link could not be read")).toBeVisible();
    await measured(page);
  }
});

test("a story can be stepped through, played, and shown as a whole", async ({ page }) => {
  await pick(page, "An employee leaves");
  const moment = page.getByRole("slider", { name: "Moment" });
  const news = page.getByText("Now: jwt");
  const step = page.getByRole("button", { name: "Step" });
  await step.click();
  await expect(news).toContainText(
    "jwt signed in as admin; database signed in as admin; hybrid signed in as admin",
  );
  await step.click();
  await expect(moment).toHaveAttribute("aria-valuetext", "09:42");
  await expect(news).toContainText(
    "jwt signed in as admin; database signed in as user; hybrid signed in as admin",
  );
  await expect(lane(page, "hybrid")).toContainText("still signed in as admin");
  // Later events are not shown yet.
  await expect(lane(page, "hybrid")).not.toContainText("3 min");
  await expect(fact(page, "hybrid", "role:")).toHaveText("not seen, 0 s so far");
  await expect(fact(page, "hybrid", "user disabled")).toHaveText("to come");
  await step.click();
  await expect(news).toContainText("09:45, 3 min after: role: admin → user");
  await expect(lane(page, "hybrid")).toContainText("signed in as user");
  await expect(lane(page, "jwt")).toContainText("still signed in as admin");
  await expectAccessible(page);

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(async () => Number(await moment.inputValue())).toBeGreaterThan(50 * MINUTE);
  await page.getByRole("button", { name: "Pause" }).click();
  await moment.fill(String(2 * HOUR));
  await expect(news).toContainText("database signed out; hybrid signed out");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(news).toHaveCount(0);
  await expect(lane(page, "jwt")).toContainText("Still signed in.");
});

test("with reduced motion, the story is shown in steps", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await pick(page, "A role is lowered");
  await page.getByRole("button", { name: "Play" }).click();
  const moment = page.getByRole("slider", { name: "Moment" });
  await expect(moment).toHaveAttribute("aria-valuetext", "09:53");
  await expect(moment).toHaveAttribute("aria-valuetext", "10:00");
  await expect(moment).toHaveAttribute("aria-valuetext", "11:00");
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
});

test("a busy server is asked again automatically, and one without its database by a button", async ({
  page,
  allowConsole,
}) => {
  allowConsole(/429|503/);
  const faults = [429, 503];
  await page.route(`**${API}`, (route) => {
    const status = faults.shift();
    return status ? route.fulfill({ status, json: { error: "a fault" } }) : route.continue();
  });
  const alert = page.getByRole("alert").filter({ hasText: "could not be played" });
  await page.goto("/demo/compare");
  await expect(alert).toContainText("The database gave no answer.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await measured(page);
  await expect(alert).toHaveCount(0);
});

test("the route accepts only valid stories from pages of this site", async ({
  request,
  baseURL,
}) => {
  const data = stories["A role is lowered"];
  const send = async (options: object) => (await request.post(API, { data, ...options })).status();
  for (const origin of ["https://evil.example", "null", `${baseURL}.evil.example`])
    expect(await send({ headers: { Origin: origin } }), origin).toBe(403);
  expect(await send({ data: undefined, form: { length: "600" } }), "a form").toBe(403);
  expect(await send({ data: { ...data, length: 1 } }), "no story").toBe(400);
  expect(await send({ data: "[", headers: { "Content-Type": "application/json" } })).toBe(400);
});

test("only a few stories run at once, and they leave no data", async ({ request, database }) => {
  const story = stories["A long lunch"];
  const statuses = async (lengthOf: (n: number) => number) => {
    const answers = Array.from({ length: 12 }, (_, n) =>
      request.post(API, { data: { ...story, length: lengthOf(n) } }),
    );
    return [...new Set((await Promise.all(answers)).map((answer) => answer.status()))].sort();
  };
  expect(await statuses((n) => story.length + 60 * n)).toEqual([200, 429]);
  const left = () => database.sql(`SELECT id FROM "User" WHERE name = 'Someone in a story'`);
  await expect.poll(left).toEqual([]);
});

test("the longest possible story can be played", async ({ request }) => {
  const length = 7 * 24 * HOUR;
  const kinds = ["role changed", "other device", "visit"] as const;
  const story: Story = {
    lifetimes: {
      maxAge: 60,
      updateAge: 1,
      idleTimeout: 60,
      absoluteMaxAge: length,
      accessMaxAge: 60,
    },
    length,
    events: [
      { kind: "at work", at: 0, until: length },
      ...Array.from({ length: 19 }, (_, n) => ({
        kind: kinds[n % 3] ?? "visit",
        at: n * 7 * HOUR,
      })),
    ],
  };
  // Parallel tests count as the same client.
  const play = async () => (await request.post(API, { data: story })).status();
  await expect.poll(play).toBe(200);
});

test("with Redis there is a lane with the delays of database and its own cost", async ({
  page,
  request,
  database,
}) => {
  test.skip(!process.env.TEST_REDIS_URL, "DID NOT RUN: TEST_REDIS_URL is not set; CI sets it");
  // A separate Redis database, so that leftover keys can only be from this test.
  const redisUrl = new URL("/9", process.env.TEST_REDIS_URL).href;
  const redis = createClient({ url: redisUrl }).on("error", () => {});
  const env = { AUTH_STRATEGY: "database", DATABASE_URL: database.url, REDIS_URL: redisUrl };
  const app = await startApp({ env });
  try {
    await redis.connect();
    for (const kind of ["role changed", ...ends] as const) {
      const ready = stories["A role is lowered"];
      // The second visit finds a copy. At the third visit, the copy is too old. The new copy must not outlive the event.
      const visits = [0, 20, 100, 120].map((at) => ({ kind: "visit" as const, at }));
      const story: Story = {
        ...ready,
        lifetimes: { ...ready.lifetimes, deviceLimit: 1 },
        events: [...visits, { kind, at: 110 }],
      };
      const answer = await request.post(app.url + API, { data: story });
      const { redis: found }: Outcome["lanes"] = (await answer.json()).lanes;
      if (!found) throw new Error("There is no lane for it");
      expect(toEffects(story, found)).toMatchObject([{ lag: found.endNoticedWithin, how: "done" }]);
      const costs = found.visits.map(({ sql, redis }) => [sql, redis]);
      const last = kind === "role changed" ? [1, 6] : [1, 2];
      expect(costs, kind).toEqual([[1, 6], [0, 4], [1, 6], last]);
    }

    await page.goto(`${app.url}/demo/compare`);
    await measured(page);
    await expect(lane(page, "redis")).toContainText("database + Redis");
    await expect(lane(page, "redis")).toContainText("running now");
    await expect(fact(page, "redis", "user disabled")).toHaveText("signed out at once");
    await expect(fact(page, "redis", "Redis commands")).toHaveText(/^[1-9]/);
    await expectAccessible(page);
    // Marks of ended sessions expire with the sessions.
    const left = async () => {
      const keys = (await redis.keys("*")).filter((key) => !key.startsWith("session:mark:"));
      return keys.length;
    };
    await expect.poll(left).toBe(0);
    for (const key of await redis.keys("session:mark:*"))
      expect(await redis.pTTL(key), key).toBeGreaterThan(0);
  } finally {
    // An open page would report requests that the stopped server refuses.
    await page.close();
    redis.destroy();
    await app.stop();
  }
});

test("without a database the page and the route say so", async ({ page, request }) => {
  const app = await startApp({ env: { AUTH_STRATEGY: "jwt" } });
  try {
    await page.goto(`${app.url}/demo/compare`);
    await expect(page.getByText("There is no database")).toBeVisible();
    await expectAccessible(page);
    const data = stories["A long lunch"];
    expect((await request.post(app.url + API, { data })).status()).toBe(503);
  } finally {
    await page.close();
    await app.stop();
  }
});

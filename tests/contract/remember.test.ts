// "Keep me signed in": without it the session has a shorter limit and its cookies end with the browser, under every strategy.
import { describe, expect, test } from "vitest";
import { lasting, refreshCookie, sessionCookie, sessionCookies } from "@/lib/session/cookie";
import { createBrowser, password, sentCookies } from "../support/authjs";
import { HOUR, MINUTE, SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { policy } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";
import { mustVisit, visit } from "../support/visit";

const limited = { policy: { ...policy, shortMaxAge: (12 * HOUR) / SECOND, updateAge: 3600 } };
const headers = new Headers({ host: "localhost:3000" });
const LASTS = /; *(max-age|expires)=/i;

describe.each(everyStrategy)("%s: a session without 'Keep me signed in'", (name) => {
  test("ends exactly twelve hours after signing in, even if it is active", async () => {
    const { strategy, clock } = setUp(name, limited);
    const first = await strategy.create(await addUser(), { short: true });
    const end = first.authTime + 12 * HOUR;
    expect(first).toMatchObject({ short: true, expires: end });
    let held = first;
    for (let now = clock(); now < end - 1; now += 14 * MINUTE) {
      clock.set(now);
      held = await mustVisit(strategy, held);
      expect(held).toMatchObject({ short: true, expires: end });
    }
    clock.set(end - 1);
    held = await mustVisit(strategy, held);
    expect((await strategy.read(held.cookie))?.short).toBe(true);
    clock.set(end);
    expect(await strategy.read(held.cookie)).toBeNull();
    expect(await visit(strategy, held)).toBeNull();
  });

  test("stays short after update() and after a fresh read", async () => {
    const { strategy } = setUp(name, limited);
    const { cookie } = await strategy.create(await addUser(), { short: true });
    expect((await strategy.read(cookie, { fresh: true }))?.short).toBe(true);
    expect((await strategy.update(cookie))?.short).toBe(true);
  });

  test("is affected by a lower limit, also in the list, without affecting others", async () => {
    const { strategy, clock } = setUp(name, limited);
    const user = await addUser();
    const short = await strategy.create(user, { short: true });
    const long = await strategy.create(user);
    const tightened = setUp(name, { clock, policy: { ...limited.policy, shortMaxAge: 60 } });
    clock.pass(MINUTE);
    expect(await tightened.strategy.read(short.cookie)).toBeNull();
    expect(await tightened.strategy.read(long.cookie)).not.toBeNull();
    const listed = await tightened.strategy.records?.list(user.id);
    if (listed) expect(listed.map(({ id }) => id)).toEqual([long.id]);
  });

  test("has cookies without a lifetime, unlike other sessions", async () => {
    const { strategy } = setUp(name, limited);
    const set = new Map<string, number | undefined>();
    const cookies = {
      get: () => undefined,
      set: (cookie: string, _value: string, { maxAge }: { maxAge?: number }) =>
        void set.set(cookie, maxAge),
    };
    const held = sessionCookies(strategy, { headers, cookies });
    const { name: session, options } = sessionCookie(strategy, headers);
    const names = [session, refreshCookie(strategy, headers)?.name ?? session];
    held.set({ cookie: "x", refreshToken: "y", short: true });
    for (const cookie of names) expect([...set]).toContainEqual([cookie, undefined]);
    held.set({ cookie: "x", refreshToken: "y" });
    for (const cookie of names) expect(set.get(cookie)).toBe(options.maxAge);
    expect(lasting(options).maxAge).toBe(30 * 24 * 3600);
  });

  test.each([
    ["without the field, as Auth.js does it", {}, true],
    ["with the box ticked", { remember: "true" }, true],
    ["without it", { remember: "false" }, false],
    ["like the session before, where there is none", { remember: "keep" }, false],
  ])("is selected at sign-in by: %s", async (_what, fields, isRemembered) => {
    const { strategy } = setUp(name, limited);
    const browser = createBrowser(strategy);
    const response = await browser.signIn(await addUser({ password }), fields);
    const [cookie = ""] = sentCookies(response, browser.cookieName);
    expect(LASTS.test(cookie)).toBe(isRemembered);
    expect((await strategy.read(browser.cookie))?.short).toBe(isRemembered ? undefined : true);
  });

  test("stays short when the user signs in again and when Auth.js renews the cookie", async () => {
    const { strategy, clock } = setUp(name, limited);
    const user = await addUser({ password });
    for (const [remember, isRemembered] of [
      ["false", false],
      ["true", true],
    ] as const) {
      const browser = createBrowser(strategy);
      await browser.signIn(user, { remember });
      const again = await browser.signIn(user, { remember: "keep" });
      const [cookie = ""] = sentCookies(again, browser.cookieName);
      expect(LASTS.test(cookie)).toBe(isRemembered);
      clock.pass(2 * HOUR);
      for (const line of sentCookies(await browser.get("session"), browser.cookieName))
        if (!strategy.refresh) expect(LASTS.test(line)).toBe(isRemembered);
      expect((await strategy.read(browser.cookie))?.short).toBe(isRemembered ? undefined : true);
    }
  });
});

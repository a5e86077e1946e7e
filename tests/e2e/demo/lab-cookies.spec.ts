// Pages of the lab keep their state in a cookie that every answer may replace. While one request is on its
// way, none of them sends another: of two answers the later would undo the earlier.
import type { Page } from "@playwright/test";
import { expect, test } from "../../support/e2e-test";
import { createGate } from "../../support/gate";

const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

interface Lab {
  page: string;
  path: string;
  prepare?: (page: Page) => Promise<void>;
  /** Sends the first of two requests. None, where the page asks once a second by itself. */
  first?: (page: Page) => Promise<void>;
  second: (page: Page) => Promise<void>;
}

const labs: Lab[] = [
  {
    page: "/demo/device-limit",
    path: "/demo/api/device-limit",
    prepare: (page) => expect(page.getByText("None is open.")).toBeVisible(),
    second: (page) => press(page, "Open browser 1"),
  },
  {
    page: "/demo/sign-out-elsewhere",
    path: "/demo/api/second-browser",
    prepare: (page) => expect(page.getByText("Not open.")).toBeVisible(),
    second: (page) => press(page, "Open a second browser"),
  },
  {
    page: "/demo/theft",
    path: "/demo/api/family",
    second: (page) => press(page, "Start a session"),
  },
  {
    page: "/demo/time-limits",
    path: "/demo/api/time-limits",
    prepare: async (page) => {
      await press(page, "Start a practice session");
      await expect(page.getByText("Now it runs")).toBeVisible();
    },
    first: (page) => page.getByRole("button", { name: "Send a request" }).last().click(),
    second: (page) => page.getByRole("button", { name: "Only look" }).last().click(),
  },
  {
    page: "/demo/cookie-size",
    path: "/demo/api/cookie-size",
    first: (page) => page.getByRole("slider").fill("10"),
    second: (page) => press(page, "Delete the lab cookies"),
  },
];

for (const lab of labs)
  test(`${lab.page} sends one request after the other`, async ({
    page,
    context,
    user,
    signInAs,
  }) => {
    await signInAs(user);
    await page.goto(lab.page);
    await lab.prepare?.(page);

    let sent = 0;
    const gate = createGate();
    await context.route(`**${lab.path}`, async (route) => {
      if (++sent === 1) {
        const response = await route.fetch();
        await gate.pass();
        return route.fulfill({ response });
      }
      return route.continue();
    });
    await lab.first?.(page);
    await gate.arrived;
    await lab.second(page);
    // What the button sends has gone before this.
    await page.evaluate(() => fetch("/api/ping"));
    expect(sent, "while the first is on its way").toBe(1);
    gate.open();
    await expect.poll(() => sent, "then the second").toBeGreaterThan(1);
    await context.unrouteAll({ behavior: "ignoreErrors" });
  });

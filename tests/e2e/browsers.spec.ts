// Special behaviour of browsers: no storage, the back/forward cache, other tabs, and refused cookies.
import { field, submitSignIn } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

test("pages and forms work in a browser without storage", async ({
  context,
  page,
  user,
  signInAs,
}) => {
  await context.addInitScript(() => {
    const denied = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { get: denied });
    Object.defineProperty(window, "BroadcastChannel", { value: denied });
    navigator.locks.request = async () => denied();
  });
  await page.goto("/sign-in");
  await expect(field(page, "Password")).toBeVisible();
  await signInAs(user);
  const paths = [
    // #region demo
    ...["/demo", "/demo/refresh", "/demo/compare"],
    // #endregion
    ...["/", "/account"],
  ];
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("banner")).toContainText("Sign out");
    await expect(page.getByText("Something went wrong")).toHaveCount(0);
  }
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill("a few other words");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
});

test("a form asks to sign in on http hosts too, where browsers have fewer functions", async ({
  context,
  page,
  user,
  signInAs,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(crypto, "randomUUID", { value: undefined });
    Object.defineProperty(navigator, "locks", { value: undefined });
  });
  await signInAs(user);
  await page.goto("/account");
  await field(page, "Current password").fill(user.password);
  await field(page, "New password").fill("a few other words");
  await context.clearCookies();
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("dialog", { name: "Your session has ended" })).toBeVisible();
  await expect(field(page, "New password")).toHaveValue("a few other words");
});

test("a sign-out in one tab affects all tabs", async ({ page, context, user, signInAs }) => {
  await signInAs(user);
  const other = await context.newPage();
  await other.goto("/account");
  await expect(other.getByText(user.email, { exact: true })).toBeVisible();
  await page.goto("/");
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  expect(await other.content()).not.toContain(user.email);
});

test("a page from the back/forward cache is hidden until the session was checked", async ({
  page,
  context,
  user,
  signInAs,
}) => {
  await signInAs(user);
  await page.goto("/account");
  const email = page.getByText(user.email, { exact: true });
  await expect(email).toBeVisible();
  const keep = (kind: string) =>
    page.evaluate(
      (kind) => window.dispatchEvent(new PageTransitionEvent(kind, { persisted: true })),
      kind,
    );
  await keep("pagehide");
  await expect(email).toBeHidden();
  await keep("pageshow");
  await expect(email).toBeVisible();

  await keep("pagehide");
  await context.clearCookies();
  await keep("pageshow");
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("a browser that refuses the session cookie gets a message", () => {
  test.beforeEach(async ({ page, context }) => {
    await page.route("**/*", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      const response = await route.fetch({ maxRedirects: 0 });
      await context.clearCookies();
      const { "set-cookie": _, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
  });

  test("with JavaScript, the page shows it", async ({ page, user }) => {
    await page.goto("/sign-in?callbackUrl=/account");
    await submitSignIn(page, user);
    await expect(page.getByText("your browser did not keep the session")).toBeVisible();
    await expect(page).toHaveURL(/error=CookieNotKept/);
  });

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test("the server shows it", async ({ page, user }) => {
      await page.goto("/sign-in?callbackUrl=/account");
      await submitSignIn(page, user);
      await expect(page.getByText("your browser did not keep the session")).toBeVisible();
    });
  });
});

import { expectAccessible } from "../../support/e2e-accessibility";
import { withClock as test } from "../../support/e2e-clock";
import { expect } from "../../support/e2e-test";

test("with the database stopped, signed-in users are served as the strategy states, and sign-in is refused", async ({
  page,
  clock,
  user,
  signInAs,
  trait,
}) => {
  await signInAs(user);
  await page.goto("/demo/outage");
  const before = page.getByRole("region", { name: "The signed-in user" });
  const newcomer = page.getByRole("region", { name: "Another user" });
  const press = (name: string) => page.getByRole("button", { name }).click();
  await press("Sign in a throw-away user");
  await expect(before).toContainText("Requests are answered.");
  await press("Stop the database");
  await press("Sign in another user");
  await expect(newcomer).toContainText("cannot sign in");
  if (!trait.asksStore) {
    await expect(before).toContainText("served for");
    await clock.pass(11_000);
  }
  const isServed = !trait.asksStore && !trait.refreshCookie;
  await expect(before).toContainText(isServed ? "until the session ends" : /503 (at once|after)/);
  await expectAccessible(page);

  await press("Start the database again");
  await expect(before).toContainText("Requests are answered.");
  await press("Sign in another user");
  await expect(newcomer).toContainText("signed in");
  // Only the store of the experiment was stopped.
  expect((await page.request.get("/api/me")).status()).toBe(200);
});

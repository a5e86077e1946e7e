import { withClock as test } from "../../support/e2e-clock";
import { field } from "../../support/e2e-forms";
import { expect } from "../../support/e2e-test";

test("a recent sign-in is sufficient; later the page asks to sign in, then sends the form", async ({
  page,
  user,
  signInAs,
  clock,
}) => {
  await signInAs(user);
  await page.goto("/demo/step-up");
  const stage = page.getByRole("region", { name: "The experiment" });
  const release = async (reason: string) => {
    await field(page, "Why it is released").fill(reason);
    await page.getByRole("button", { name: "Release the payment" }).click();
  };
  await release("The order is right");
  await expect(stage.getByText("because of “The order is right”")).toBeVisible();

  await clock.pass(60_000);
  await expect(stage.getByText("too long ago")).toBeVisible();
  await release("The invoice is right");
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(stage.getByText("and does nothing")).toBeVisible();
  await dialog.getByLabel("Password").fill(user.password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(stage.getByText("because of “The invoice is right”")).toBeVisible();
});

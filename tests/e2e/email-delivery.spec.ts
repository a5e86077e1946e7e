// `npm start` as in production: mails are sent to a mail server, or features that need mail are off.
import { type App, startApp } from "../support/e2e-app";
import { field } from "../support/e2e-forms";
import { test as base, expect } from "../support/e2e-test";
import { partOf, startMailServer } from "../support/smtp";

interface Sites {
  server: Awaited<ReturnType<typeof startMailServer>>;
  sending: App;
  off: App;
}

const test = base.extend<object, { sites: Sites }>({
  sites: [
    async ({ strategy, database }, use) => {
      const server = await startMailServer();
      const env = { AUTH_STRATEGY: strategy, DATABASE_URL: database.url, DEMO: "" };
      const smtp = {
        SMTP_URL: `smtp://127.0.0.1:${server.port}`,
        EMAIL_FROM: "Site <no-reply@site.example>",
      };
      const [sending, off] = await Promise.all([
        startApp({ env: { ...env, ...smtp } }),
        startApp({ env }),
      ]);
      await use({ server, sending, off });
      await Promise.all([sending.stop(), off.stop(), server.stop()]);
    },
    { scope: "worker", timeout: 10 * 60_000 },
  ],
});

// In one worker, which has these servers.
test.describe.configure({ mode: "default" });

test("the link arrives by mail, and no log or page contains it", async ({ page, user, sites }) => {
  const { server, sending } = sites;
  await page.goto(`${sending.url}/forgot-password`);
  await field(page, "Email").fill(user.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("If an account has this address")).toBeVisible();
  await expect.poll(() => server.taken.map(({ to }) => to)).toEqual([[user.email]]);
  const [mail] = server.taken;
  const link = /http\S+\/reset-password\?token=[\w-]{43}/.exec(
    mail ? partOf(mail, "text/plain") : "",
  )?.[0];
  expect(link).toContain(sending.url);
  expect(sending.output()).not.toContain(link?.split("=")[1]);
  expect(await page.content()).not.toContain("/demo");
  await page.goto(link ?? "");
  await expect(field(page, "New password")).toBeVisible();
  expect(sending.output()).not.toContain("Error");
});

test("a hanging mail server does not delay requests", async ({ page, user, sites }) => {
  const { server, sending } = sites;
  server.hang();
  await page.goto(`${sending.url}/sign-in-link`);
  await field(page, "Email").fill(user.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("If an account has this address")).toBeVisible();
  const before = server.taken.length;
  expect((await page.request.get(`${sending.url}/api/me`)).status()).toBe(401);
  server.goOn();
  await expect.poll(() => server.taken.length).toBe(before + 1);
});

test("without SMTP_URL, every page says that mail is off, and there is no mailbox", async ({
  page,
  sites,
}) => {
  for (const path of ["/forgot-password", "/reset-password", "/sign-in-link", "/confirm-email"]) {
    await page.goto(sites.off.url + path);
    await expect(page.getByText("This needs email, which is off on this server.")).toBeVisible();
  }
  for (const { url } of [sites.off, sites.sending])
    expect((await page.request.get(`${url}/demo/api/mailbox?to=a@example.com`)).status()).toBe(404);
});

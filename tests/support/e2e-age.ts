import type { BrowserContext } from "@playwright/test";
import { createSeal } from "../../lib/session/tokens/seal";
import { isHydrated } from "./e2e-accessibility";
import { AUTH_SECRET } from "./e2e-app";
import type { TestDatabase, TestUser } from "./e2e-database";
import type { Traits } from "./e2e-strategies";
import { test } from "./e2e-test";

/** Changes the session of `context` as if its sign-in was an hour ago. */
export async function ageSession(
  context: BrowserContext,
  { database, user, trait }: { database: TestDatabase; user: Pick<TestUser, "id">; trait: Traits },
): Promise<void> {
  await database.sql(
    `UPDATE "Session" SET "authTime" = "authTime" - interval '1 hour' WHERE "userId" = $1`,
    [user.id],
  );
  if (!trait.carriesUser) return;
  const cookie = (await context.cookies()).find(({ name }) => name === trait.cookie);
  const { open, seal } = createSeal({ secrets: [AUTH_SECRET], purpose: purposeOf(cookie?.value) });
  const claims = cookie && (await open(cookie.value));
  if (!claims) throw new Error("Not a cookie of these tests");
  const value = await seal({ ...claims, auth_time: Number(claims.auth_time) - 3600 });
  await context.addCookies([{ ...cookie, value }]);
}

/** The header of a token contains its purpose. */
function purposeOf(token = ""): string {
  const [header = ""] = token.split(".");
  const { typ } = JSON.parse(Buffer.from(header, "base64url").toString() || "{}");
  return `${typ}`.replace("+jwt", "");
}

/** `test` for pages that need a recent sign-in. */
export const withAgedSessions = test.extend<{
  /** Signs in as if an hour ago, and opens the page. Before hydration, a form asks on a page instead of in the dialog. */
  openLater: (user: TestUser, path: string) => Promise<void>;
}>({
  openLater: async ({ page, context, database, trait, signInAs }, use) =>
    use(async (user, path) => {
      await signInAs(user);
      await ageSession(context, { database, user, trait });
      await page.goto(path);
      await page.waitForFunction(isHydrated);
    }),
});

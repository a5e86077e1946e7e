import type { Page } from "@playwright/test";

/** Everything that the app sends to a signed-in user, as one text: HTML, RSC payload, sessions. */
export async function everythingSent(page: Page): Promise<string> {
  const asked = [
    page.request.get("/account"),
    page.request.get("/account", { headers: { RSC: "1" } }),
    page.request.get("/api/auth/session"),
    page.request.get("/api/session"),
    page.request.get("/api/me"),
  ];
  const texts = (await Promise.all(asked)).map((answer) => answer.text());
  return [await page.content(), ...(await Promise.all(texts))].join("\n");
}

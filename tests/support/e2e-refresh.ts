import type { BrowserContext } from "@playwright/test";

/** A refresh with the browser's cookies, whose answer the browser does not get: `route.fetch()` would keep its cookies. */
export async function refreshUnseen(
  context: BrowserContext,
  url: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const cookies = await context.cookies(url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return fetch(url, { method: "POST", headers: { ...headers, cookie } });
}

import type { Page } from "@playwright/test";
import type { Answer, Client } from "./e2e-client";

export interface SentAction {
  /** Sends the very same bytes with the cookies of `client`, and other headers where some are given. */
  resend(client: Client, headers?: Record<string, string>): Promise<Answer>;
}

/** Does `act`, and catches the server action's request that the page then sends, to be sent again by others. */
export async function catchAction(page: Page, act: () => Promise<void>): Promise<SentAction> {
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await act();
  const request = await sent;
  const { pathname, search } = new URL(request.url());
  const entries = Object.entries(await request.allHeaders());
  const headers = Object.fromEntries(
    entries.filter(([name]) => !/^(:|content-length|host|connection|cookie)/.test(name)),
  );
  if (!headers["next-action"]) throw new Error(`Not a server action: ${request.url()}`);
  const body = request.postData() ?? "";
  return {
    resend: (client, others) => client.post(pathname + search, body, { ...headers, ...others }),
  };
}

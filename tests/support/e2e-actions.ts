import type { Page } from "@playwright/test";
import { SHOWN_TO_FIELD } from "../../lib/forms/shown-to";
import type { Answer, Client } from "./e2e-client";

export interface SentAction {
  /**
   * Sends the very same bytes with the cookies of `client`, with other headers, or to another page, where some are given.
   * With `shownTo` as if the page had been shown to the user of that id, or did not say.
   */
  resend(
    client: Client,
    headers?: Record<string, string>,
    shownTo?: string | null,
    path?: string,
  ): Promise<Answer>;
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
    resend: (client, others, shownTo, path = pathname + search) =>
      client.post(path, withShownTo(body, shownTo), { ...headers, ...others }),
  };
}

/** React names a field `_1_NAME`. */
function withShownTo(body: string, shownTo: string | null | undefined): string {
  if (shownTo === undefined) return body;
  const field = new RegExp(`("_\\d+_)${SHOWN_TO_FIELD}("\\r\\n\\r\\n)[^\\r]*`);
  if (!field.test(body)) throw new Error("The form does not say for whom it was shown.");
  return body.replace(field, shownTo === null ? "$1nothing$2" : `$1${SHOWN_TO_FIELD}$2${shownTo}`);
}

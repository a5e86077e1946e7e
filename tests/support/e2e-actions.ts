import type { Page } from "@playwright/test";
import { SHOWN_TO_FIELD } from "../../lib/forms/shown-to";
import type { Answer, Client } from "./e2e-client";

export interface SentAction {
  /**
   * Sends the same body with the cookies of `client`, and optionally with other headers or to another page. `shownTo`
   * replaces the id of the user to whom the page was shown, or removes it.
   */
  resend(
    client: Client,
    headers?: Record<string, string>,
    shownTo?: string | null,
    path?: string,
  ): Promise<Answer>;
}

/** Runs `act`, and captures the server action's request of the page, so that other users can send it again. */
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

import { tellOtherTabs } from "./tabs";
import { askUntil } from "./watch-end";

/** Whether this document has shown nobody signed in. */
let hasShownGuest = false;

/** Called by a page that shows nobody signed in. */
export function noteGuest(): void {
  hasShownGuest = true;
  tellOtherTabs();
}

/**
 * Called by a page that shows a signed-in user. If this page is the answer to a sign-in in the same document, the
 * browser may have refused the cookie. Then the next click would lead to the sign-in page again, without an
 * explanation.
 */
export async function leaveUnlessKept(): Promise<void> {
  if (!hasShownGuest) return;
  hasShownGuest = false;
  if ((await askUntil()) !== "ended") return;
  const { pathname, search } = window.location;
  const query = { error: "CookieNotKept", callbackUrl: pathname + search };
  window.location.replace(`/sign-in?${new URLSearchParams(query)}`);
}

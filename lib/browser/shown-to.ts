import { SHOWN_TO_HEADER } from "../forms/shown-to";

let shownTo: string | undefined;

/** Called by components/shown-to.tsx: the user for whom the newest part of this document was rendered. */
export function noteShownTo(userId: string | undefined): void {
  shownTo = userId;
}

/** For requests with fetch that act for a user. The route compares: see lib/forms/shown-to.ts. */
export function shownToHeaders(): Record<string, string> {
  return shownTo === undefined ? {} : { [SHOWN_TO_HEADER]: shownTo };
}

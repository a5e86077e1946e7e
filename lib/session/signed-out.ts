// A cookie with the sessions that this browser has signed out of. A response that was sent before the sign-out may
// arrive later and restore the session's cookie. Where no store is asked, only this cookie tells that the session has
// ended. docs/decisions/0021. Edge-safe.
import { type RequestParts, signedOutCookie } from "./cookie";

/** How many are stored: late responses belong to the last one or two. */
const MOST = 5;

type Request = { headers: Headers; cookies: Pick<RequestParts["cookies"], "get"> };

/** Whether this browser has signed out of the session with that id. */
export function hasSignedOut(id: string, request: Request): boolean {
  return signedOutOf(request).includes(id);
}

/** Call it when a session ends or is replaced in this browser. Sets the cookie. */
export function rememberSignedOut(sessions: { id: string }[], request: RequestParts): void {
  if (sessions.length === 0) return;
  const ids = sessions.map(({ id }) => id);
  const all = [...new Set([...ids, ...signedOutOf(request)])].slice(0, MOST);
  const { name, options } = signedOutCookie(request.headers);
  request.cookies.set(name, all.join("."), options);
}

function signedOutOf({ headers, cookies }: Request): string[] {
  const value = cookies.get(signedOutCookie(headers).name)?.value ?? "";
  return value
    .split(".")
    .filter((id) => /^[\w-]{1,100}$/.test(id))
    .slice(0, MOST);
}

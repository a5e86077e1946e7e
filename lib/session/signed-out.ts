// Which sessions this browser has signed out of, in a cookie. An answer that was on its way at that moment may arrive
// later and bring the session's cookie back: where no store is asked, nothing else would tell that it has ended.
// docs/decisions/0021. Edge-safe.
import { type RequestParts, signedOutCookie } from "./cookie";

/** How many are remembered: late answers are about the last one or two. */
const MOST = 5;

type Request = { headers: Headers; cookies: Pick<RequestParts["cookies"], "get"> };

/** Whether this browser has signed out of the session with that id. */
export function hasSignedOut(id: string, request: Request): boolean {
  return signedOutOf(request).includes(id);
}

/** To be called when a session ends, or makes way for another one, in this browser. Sets the cookie. */
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

// "Keep me signed in": whether the browser may keep the cookie after it is closed.

import { sessionCookie } from "../session/cookie";
import type { Session, SessionStrategy } from "../session/strategy";

/**
 * Reads the field `remember` of a sign-in: "false" for a short session, "keep" for the choice of the current session.
 * Without the field, the user is kept signed in.
 */
export async function toShort(
  remember: unknown,
  current: () => Promise<Pick<Session, "short"> | null>,
): Promise<true | undefined> {
  if (remember === "false") return true;
  if (remember !== "keep") return undefined;
  const session = await current();
  return session ? session.short : true;
}

/** Removes the lifetime that Auth.js gives to every session cookie. */
export function untilClosed(
  response: Response,
  strategy: SessionStrategy,
  sent: Headers,
): Response {
  const { name } = sessionCookie(strategy, sent);
  const headers = new Headers(response.headers);
  headers.delete("set-cookie");
  for (const line of response.headers.getSetCookie()) {
    const isSession = line.startsWith(`${name}=`) && !line.startsWith(`${name}=;`);
    headers.append(
      "set-cookie",
      isSession ? line.replace(/; *(max-age|expires)=[^;]*/gi, "") : line,
    );
  }
  return new Response(response.body, { status: response.status, headers });
}

import { json } from "../../lib/http/respond";
import type { IssuedSession } from "../../lib/session/strategy";

// #region refresh
/**
 * A session as JSON: `{ token, expires }`, or `{ accessToken, refreshToken, accessExpires }` where there is a refresh
 * token. `shown` is the refresh token of the request, which stays valid if no new one was issued. Times are ISO 8601.
 */
// #endregion
// without refresh: /** A session as JSON. Times are ISO 8601. */
export function answerTokens(issued: IssuedSession, shown?: string): Response {
  const { cookie, refreshToken = shown, expires, accessExpires = expires } = issued;
  if (!refreshToken) return json({ token: cookie, expires: toText(expires) });
  return json({ accessToken: cookie, refreshToken, accessExpires: toText(accessExpires) });
}

/** Null if the request is not JSON. */
export async function readJson(request: Request): Promise<Record<string, unknown> | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json *(;|$)/i.test(type)) return null;
  const body: unknown = await request.json().catch(() => null);
  return typeof body === "object" && body !== null ? { ...body } : {};
}

const toText = (time: number) => new Date(time).toISOString();

import { refreshSession } from "./refresh";
import { shownToHeaders } from "./shown-to";

/**
 * `fetch` for routes of this site that need a session. It says for whom the page was rendered, and 409 with the error
 * `other-user` means that someone else is signed in now (see refuseOtherUsersPage). A 401 with the reason `no-session`
 * means: ask to sign in. Before an answer with the reason `access-token-expired` is passed on, it has tried to refresh the
 * session and got no answer: try again later.
 */
export async function sessionFetch(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init);
  for (const [name, value] of Object.entries(shownToHeaders())) request.headers.set(name, value);
  // #region refresh
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || !(await isExpired(response))) return response;
  const { state } = await refreshSession();
  if (state === "refreshed") return fetch(again);
  if (state === "unknown") return response;
  return Response.json({ error: "unauthenticated", reason: "no-session" }, { status: 401 });
  // #endregion
  // without refresh: return fetch(request);
}

async function isExpired(response: Response): Promise<boolean> {
  const body = await response
    .clone()
    .json()
    .catch(() => null);
  return (body as { reason?: string } | null)?.reason === "access-token-expired";
}

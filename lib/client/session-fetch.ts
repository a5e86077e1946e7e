import { refreshSession } from "./refresh";

/**
 * `fetch` for routes of this site that need a session: when the access token has just expired, it refreshes
 * and asks once more. Any other answer, a 401 of a session that has ended included, is passed on.
 */
export async function sessionFetch(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init);
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || !(await isExpired(response))) return response;
  const { state } = await refreshSession();
  return state === "refreshed" ? fetch(again) : response;
}

async function isExpired(response: Response): Promise<boolean> {
  const body = await response
    .clone()
    .json()
    .catch(() => null);
  return (body as { reason?: string } | null)?.reason === "access-token-expired";
}

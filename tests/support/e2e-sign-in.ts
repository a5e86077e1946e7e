import type { APIRequestContext, APIResponse } from "@playwright/test";

interface Credentials {
  email: string;
  password: string;
}

/**
 * What `signIn("credentials", { redirect: false })` of next-auth/react sends: the answer is
 * `{ url }`, where `url` has an `error` when it did not work.
 */
export async function postCredentials(
  request: APIRequestContext,
  { email, password }: Credentials,
  headers: Record<string, string> = {},
): Promise<APIResponse> {
  const { csrfToken } = await (await request.get("/api/auth/csrf", { headers })).json();
  return request.post("/api/auth/callback/credentials", {
    headers: { "X-Auth-Return-Redirect": "1", ...headers },
    form: { csrfToken, email, password },
  });
}

/** Signs in without a page. The cookie is then in the jar that `request` shares with its browser. */
export async function signIn(request: APIRequestContext, user: Credentials): Promise<void> {
  const response = await postCredentials(request, user);
  const { url } = await response.json();
  if (!response.ok() || new URL(url).searchParams.has("error"))
    throw new Error(`${user.email} could not sign in: ${response.status()} ${url}`);
}

import { explainError } from "../accounts/sign-in-errors";

/**
 * Signs in with a password and stays on the page. Returns what went wrong, with a remedy, or nothing. Never throws.
 * Not signIn of next-auth/react: it leaves the page when no answer comes, even with `redirect: false`.
 */
export async function signInHere(email: string, password: string): Promise<string | undefined> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf", { cache: "no-store" })).json();
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "X-Auth-Return-Redirect": "1" },
      body: new URLSearchParams({ csrfToken, email, password }),
    });
    const { searchParams } = new URL((await response.json()).url);
    const error = searchParams.get("error");
    return error ? explain(error, searchParams.get("code")) : undefined;
  } catch {
    return explain("Unavailable");
  }
}

function explain(error: string, code?: string | null): string {
  const { title, remedy } = explainError(error, code);
  return `${title} ${remedy}`;
}

/** The id of the user who is signed in; null when nobody is, or no answer came. Never throws. */
export async function whoIsSignedIn(): Promise<string | null> {
  try {
    const response = await fetch("/api/me", { cache: "no-store" });
    return response.ok ? (await response.json()).user.id : null;
  } catch {
    return null;
  }
}

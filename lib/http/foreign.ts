import { PRIVATE } from "./private";
import { json } from "./respond";

/**
 * 403 for a request that `isFromThisSite` refuses: a page for someone who sent a form, JSON for a program.
 * Nothing has been done.
 */
export function refuseForeign({ headers }: Pick<Request, "headers">): Response {
  if (!isNavigation(headers)) return json({ error: "forbidden" }, 403);
  const nonce = btoa(crypto.randomUUID());
  return new Response(page(nonce), {
    status: 403,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'`,
      ...PRIVATE,
    },
  });
}

/** Whether the answer is shown as a page. */
function isNavigation(headers: Headers): boolean {
  const mode = headers.get("sec-fetch-mode");
  return mode ? mode === "navigate" : (headers.get("accept") ?? "").includes("text/html");
}

const page = (nonce: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not done</title>
<style nonce="${nonce}">body { font: 1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>Nothing was done</h1>
<p>Your browser says that this request came from another site, or does not say where it came from.
To be safe, it was refused.</p>
<p><a href="/">Go to this site</a> and try again there. If you use an extension that hides where requests come
from, allow it for this site.</p>
</html>
`;

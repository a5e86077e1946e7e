// The two routes for signing in with a passkey, which features/passkeys/browser.ts calls.
import "server-only";
import { cookies, headers } from "next/headers";
import { strategy } from "@/auth";
import { toShort } from "../../lib/authjs/remember";
import { limitDatabaseWait } from "../../lib/database/request-limit";
import { env } from "../../lib/env";
import { refuseForeign } from "../../lib/http/foreign";
import { isFromThisSite } from "../../lib/http/origin";
import { answerFaults, json } from "../../lib/http/respond";
import type { RequestParts } from "../../lib/session/cookie";
import { getSession } from "../../lib/session/current";
import { type NotSignedIn, signInWithPasskey, startSignIn } from "./sign-in";
import { type Site, siteFor } from "./site";

type Body = Record<string, unknown>;

/** JSON `{ again? }` to the options for `navigator.credentials.get`. `again`: only for the user who is signed in. */
export const answerOptions = passkeyRoute(async ({ again }, request, site) => {
  const session = again ? await getSession({ passive: true }) : null;
  return json(await startSignIn(request, site, { userId: session?.user.id }));
});

/** JSON `{ answer, remember }` to 200 `{}` with the cookies of a session, or `{ error, message }` with 401, 403 or 429. */
export const answerSignIn = passkeyRoute(async ({ answer, remember }, request, site) => {
  const short = await toShort(remember, () => getSession({ passive: true }));
  const user = await signInWithPasskey(request, { strategy, site, answer, short });
  return typeof user === "string" ? refuse(user) : json({});
});

/** 403 for another site, 415 for what is not JSON, 501 without a database or if the server does not know its own address. */
function passkeyRoute(
  run: (body: Body, request: RequestParts, site: Site) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return answerFaults(async (request: Request) => {
    if (!isFromThisSite(request)) return refuseForeign(request);
    const parts = { headers: await headers(), cookies: await cookies() };
    const site = env.DATABASE_URL ? siteFor(parts.headers) : null;
    if (!site) return json({ error: "off", message: "Passkeys are off on this server." }, 501);
    const body: unknown = await request.json().catch(() => null);
    if (typeof body !== "object" || body === null)
      return json({ error: "not JSON", message: "Send a JSON object." }, 415);
    return limitDatabaseWait(() => run({ ...body }, parts, site));
  });
}

const refusals: Record<NotSignedIn, [status: number, message: string]> = {
  expired: [401, "That took too long. Try again."],
  refused: [
    401,
    "This passkey is not known here, or it was not accepted. Try again, or sign in another way.",
  ],
  disabled: [403, "This account may not sign in. Ask whoever runs this site."],
  "too-many-attempts": [
    429,
    "Too many attempts from your network failed. Wait 15 minutes, then try again.",
  ],
};

function refuse(why: NotSignedIn): Response {
  const [status, message] = refusals[why];
  return json({ error: why, message }, status);
}

import { Auth } from "@auth/core";
import { NextRequest } from "next/server";
import type { NextAuthConfig } from "next-auth";
import { authConfig } from "@/auth.config";
import { siteOrigin } from "../http/origin";
import type { RequestParts } from "../session/cookie";
import type { SessionStrategy } from "../session/strategy";
import { authjsConfig, basePath, readOnce } from "./config";
import { isWayBack, leadToSignIn } from "./handlers";
import { untilClosed } from "./remember";
import { packTrip, turnIntoGet, unpackTrip } from "./trip";

/** For tests. */
interface AnswerOptions {
  // #region postgres
  clock?: () => number;
  // #endregion
  change?: Partial<NextAuthConfig>;
}

/** Auth.js's answer to a request to one of its routes, as the browser made it. */
export async function answerRoute(
  strategy: SessionStrategy,
  request: NextRequest,
  parts: RequestParts,
  {
    // #region postgres
    clock,
    // #endregion
    change,
  }: AnswerOptions = {},
): Promise<Response> {
  const { action, to } = tripOf(request.nextUrl.pathname);
  if (action === "callback" && request.method === "POST")
    return (await turnIntoGet(request, to, parts)) ?? leadToSignIn(request, "InvalidCheck", 303);
  const trip = action === "callback" ? await unpackTrip(request, to) : null;
  if (action === "callback" && !trip) return leadToSignIn(request, "InvalidCheck");
  // The provider's redirect may connect an account to the signed-in user, so read the user from the database.
  const current = readOnce(strategy, parts, { fresh: isWayBack(request) });
  let short: true | undefined;
  const config = await authjsConfig(strategy, parts, {
    ...{ current, setOut: trip?.by, short: trip?.short },
    // #region postgres
    clock,
    // #endregion
    onCookie: (session) => {
      short = session.short;
    },
  });
  const answer = await Auth(atSite(trip?.request ?? request), { ...config, ...change });
  const response = short ? untilClosed(answer, strategy, parts.headers) : answer;
  if (!action) {
    const isSession = request.nextUrl.pathname === `${basePath}/session`;
    return isSession && !(await current()) ? keepUnreadableCookie(response) : response;
  }

  const lines = response.headers.getSetCookie().map((line) => {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    return { name, value, crossSite: /; *samesite=none/i.test(line), line };
  });
  const headers = new Headers(response.headers);
  headers.delete("set-cookie");
  for (const { line } of await packTrip(lines, { to, starter: current }, parts))
    headers.append("set-cookie", line);
  return new Response(response.body, { status: response.status, headers });
}

/**
 * Auth.js removes a session cookie that it cannot read. It may be one of another server, which has a newer secret or a
 * newer version of the app. Only a session that this server knows is ended.
 */
export function keepUnreadableCookie(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete("set-cookie");
  for (const line of response.headers.getSetCookie())
    if (!/^[^=]+=;/.test(line)) headers.append("set-cookie", line);
  return new Response(response.body, { status: response.status, headers });
}

/** Whether a route starts or ends a sign-in at a provider, and at which provider. */
function tripOf(pathname: string) {
  const [, action, to] = /\/(signin|callback)\/([^/]+)$/.exec(pathname) ?? [];
  const provider = authConfig.providers.find(({ id }) => id === to);
  return provider && pathname.startsWith(basePath)
    ? { action: action as "signin" | "callback", to: provider.id }
    : { action: null, to: "" };
}

/** The same request, with the origin that the browser uses for this site. */
const atSite = (request: NextRequest): NextRequest =>
  new NextRequest(
    urlOf(request.headers, request.nextUrl.pathname + request.nextUrl.search),
    request,
  );

/** Auth.js refuses a request without any host: see `isTrustedHost`. */
export const urlOf = (headers: Headers, path: string): URL =>
  new URL(path, siteOrigin(headers) ?? "http://localhost");

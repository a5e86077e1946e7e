import { Auth } from "@auth/core";
import { NextRequest } from "next/server";
import type { NextAuthConfig } from "next-auth";
import { authConfig } from "@/auth.config";
import { siteOrigin } from "../http/origin";
import type { RequestParts } from "../session/cookie";
import type { SessionStrategy } from "../session/strategy";
import { authjsConfig, basePath, readOnce } from "./config";
import { isWayBack, leadToSignIn } from "./handlers";
import { packTrip, unpackTrip } from "./trip";

/** For tests. */
interface AnswerOptions {
  clock?: () => number;
  change?: Partial<NextAuthConfig>;
}

/** Auth.js's answer to a request to one of its routes, as the browser made it. */
export async function answerRoute(
  strategy: SessionStrategy,
  request: NextRequest,
  parts: RequestParts,
  { clock, change }: AnswerOptions = {},
): Promise<Response> {
  const { action, to } = tripOf(request.nextUrl.pathname);
  const trip = action === "callback" ? await unpackTrip(request, to) : null;
  if (action === "callback" && !trip) return leadToSignIn(request, "InvalidCheck");
  // The way back from a provider may connect an account to whoever is signed in: ask the database for the user.
  const current = readOnce(strategy, parts, { fresh: isWayBack(request) });
  const config = await authjsConfig(strategy, parts, { current, setOut: trip?.by, clock });
  const response = await Auth(atSite(trip?.request ?? request), { ...config, ...change });
  if (!action) return response;

  const lines = response.headers.getSetCookie().map((line) => {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    return { name, value, crossSite: /; *samesite=none/i.test(line), line };
  });
  const headers = new Headers(response.headers);
  headers.delete("set-cookie");
  for (const { line } of await packTrip(lines, { to, current }, parts))
    headers.append("set-cookie", line);
  return new Response(response.body, { status: response.status, headers });
}

/** Whether a route begins or ends a trip to a provider, and which. */
function tripOf(pathname: string) {
  const [, action, to] = /\/(signin|callback)\/([^/]+)$/.exec(pathname) ?? [];
  const provider = authConfig.providers.find(({ id }) => id === to);
  return provider && pathname.startsWith(basePath)
    ? { action: action as "signin" | "callback", to: provider.id }
    : { action: null, to: "" };
}

/** The same request at the address by which the browser knows this site. */
const atSite = (request: NextRequest): NextRequest =>
  new NextRequest(
    urlOf(request.headers, request.nextUrl.pathname + request.nextUrl.search),
    request,
  );

/** Where the request names no host at all, Auth.js refuses it: see `isTrustedHost`. */
export const urlOf = (headers: Headers, path: string): URL =>
  new URL(path, siteOrigin(headers) ?? "http://localhost");

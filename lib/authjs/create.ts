// Auth.js's public face for Next.js: `handlers`, `auth`, `signIn`, `signOut`, used as in its documentation.
// next-auth's own functions cannot be used: they build URLs from the raw X-Forwarded headers, and its route handlers from
// the address that the server listens on. Here all URLs are built from `siteOrigin`.
import "server-only";
import { Auth, raw, skipCSRFCheck } from "@auth/core";
import { cookies, headers } from "next/headers";
import { redirect as goTo } from "next/navigation";
import type { NextRequest } from "next/server";
import type { NextAuthRequest, NextAuthResult, Session } from "next-auth";
import { isBearer, withBearer } from "@/features/bearer/request";
import { headersNow, requestNow, strategyFor } from "@/features/move";
import { ProviderUnavailable } from "../errors";
import { onlyLooks, watched } from "../http/renewal";
import { answerFaults } from "../http/respond";
import { sessionCookie } from "../session/cookie";
import type { IssuedSession, SessionStrategy } from "../session/strategy";
import { answerRoute, keepUnreadableCookie, urlOf } from "./answer";
import { authjsConfig, basePath, readOnce } from "./config";
import { adaptHandler, changedCookies, leadToSignIn } from "./handlers";
import { refreshFirst } from "./refresh-first";
import { toShort, untilClosed } from "./remember";
import { packTrip } from "./trip";

/** What Next.js gives to a route handler. */
export interface RouteContext {
  // biome-ignore lint/suspicious/noExplicitAny: each route has other parameters.
  params: Promise<any>;
}
type Answer = Response | undefined;
export type RouteHandler = (
  request: NextAuthRequest,
  context: RouteContext,
) => Answer | Promise<Answer>;

export interface Authjs extends Pick<NextAuthResult, "handlers" | "signIn" | "signOut"> {
  auth: {
    /** The session, in pages and actions. Throws StoreUnavailable where it could not be checked. */
    (): Promise<Session | null>;
    /** For a route: `export const GET = auth((request) => …)` finds it in `request.auth`. StoreUnavailable becomes 503. */
    (handler: RouteHandler): (request: NextRequest, context: RouteContext) => Promise<Response>;
  };
}

export function createAuthjs(running: SessionStrategy): Authjs {
  const here = async () => ({ headers: await headers(), cookies: watched(await cookies()) });
  const referrer = async () => (await headers()).get("referer") ?? "/";

  async function askSession(): Promise<Response> {
    const request = withBearer(running, await here());
    const passive = onlyLooks(request.headers);
    const strategy = await strategyFor(running, request, { passive });
    const cookie = headersNow(request.headers, strategy, request.cookies).get("cookie") ?? "";
    const url = urlOf(request.headers, `${basePath}/session`);
    const current = readOnce(strategy, request);
    const config = await authjsConfig(strategy, request, { current });
    const answer = await Auth(new Request(url, { headers: { cookie } }), config);
    const session = await current();
    if (!session) return keepUnreadableCookie(answer);
    return session.short ? untilClosed(answer, strategy, request.headers) : answer;
  }

  function auth(handler?: RouteHandler) {
    if (!handler) return askSession().then(toSession);
    return answerFaults(async (request: NextRequest, context: RouteContext) => {
      const asked = await askSession();
      const session = { auth: await toSession(asked) };
      const answer = await handler(Object.assign(request, session), context);
      const response = new Response(answer?.body, answer);
      const carries = response.status < 400 && !isBearer(request.headers);
      const { name } = sessionCookie(running, request.headers);
      // Auth.js also sets cookies for its own forms.
      for (const cookie of carries ? changedCookies(request, asked) : [])
        if (cookie.startsWith(`${name}=`)) response.headers.append("set-cookie", cookie);
      return response;
    });
  }

  /** Posts to an Auth.js route for the current server action. Next.js has refused other sites already. */
  async function post(path: string, fields: Record<string, string>, to = ""): Promise<string> {
    const request = await here();
    const strategy = await strategyFor(running, request);
    const current = readOnce(strategy, request);
    let short: true | undefined;
    const onCookie = (session: IssuedSession) => {
      short = session.short;
    };
    const sent = new Headers(headersNow(request.headers, strategy, request.cookies));
    sent.set("content-type", "application/x-www-form-urlencoded");
    const init = { method: "POST", headers: sent, body: new URLSearchParams(fields) };
    const answer = await Auth(new Request(urlOf(request.headers, `${basePath}/${path}`), init), {
      ...(await authjsConfig(strategy, request, { current, onCookie })),
      ...{ raw, skipCSRFCheck },
    }).catch((error) => {
      if (!(error instanceof ProviderUnavailable)) throw error;
      return leadToSignIn({ headers: new Headers() }, "ProviderUnavailable");
    });
    // An error that is not Auth.js's own. It has been logged.
    if (answer instanceof Response) return answer.headers.get("location") ?? "/";
    const cookies = (answer.cookies ?? []).map((cookie) => ({
      ...cookie,
      crossSite: cookie.options.sameSite === "none",
    }));
    const trip = { to, starter: current, short: await toShort(fields.remember, current) };
    const { name: sessionName } = sessionCookie(strategy, request.headers);
    for (const { name, value, options } of await packTrip(cookies, trip, request)) {
      const isShort = short && name === sessionName && value !== "";
      const lasting = isShort ? { ...options, maxAge: undefined, expires: undefined } : options;
      request.cookies.set(name, value, lasting as Parameters<typeof request.cookies.set>[2]);
    }
    return answer.redirect ?? "/";
  }

  const handle = adaptHandler(async (request) => {
    const parts = await here();
    const passive = onlyLooks(parts.headers);
    const strategy = await strategyFor(running, parts, { passive });
    const asked = requestNow(request, strategy, parts);
    const handler = refreshFirst(strategy, (again: NextRequest) =>
      answerRoute(strategy, again, parts),
    );
    return handler(asked);
  });

  const signIn: NextAuthResult["signIn"] = async (provider, options = {}, parameters) => {
    const given = options instanceof FormData ? Object.fromEntries(options) : options;
    const { redirect = true, redirectTo, ...fields } = given;
    const callbackUrl = String(redirectTo ?? (await referrer()));
    const { providers } = await authjsConfig(running, await here());
    const found = providers
      .map((entry) => (typeof entry === "function" ? entry() : entry))
      .find(({ id }) => id === provider);
    const action = found?.type === "credentials" ? "callback" : "signin";
    const target = found
      ? await post(
          `${action}/${found.id}?${new URLSearchParams(parameters)}`,
          { ...fields, callbackUrl },
          found.id,
        )
      : `${basePath}/signin?${new URLSearchParams({ callbackUrl })}`;
    return redirect ? goTo(target) : (target as never);
  };

  const signOut: NextAuthResult["signOut"] = async (
    { redirect = true, redirectTo } = {} as never,
  ) => {
    const target = await post("signout", { callbackUrl: redirectTo ?? (await referrer()) });
    return redirect ? goTo(target) : ({ redirect: target } as never);
  };

  return { handlers: { GET: handle, POST: handle }, auth: auth as Authjs["auth"], signIn, signOut };
}

/** An error response means no session, whatever its body says. */
const toSession = async (answer: Response): Promise<Session | null> =>
  answer.ok ? answer.json() : null;

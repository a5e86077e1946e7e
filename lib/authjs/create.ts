// Auth.js's public face for Next.js: `handlers`, `auth`, `signIn`, `signOut`, used as its documentation says.
// next-auth's own cannot serve here: it builds its URLs from the raw X-Forwarded headers, or in its route handlers
// from the address that the server listens on. Here all of them are built from `siteOrigin`.
import "server-only";
import { Auth, raw, skipCSRFCheck } from "@auth/core";
import { cookies, headers } from "next/headers";
import { redirect as goTo } from "next/navigation";
import type { NextRequest } from "next/server";
import type { NextAuthRequest, NextAuthResult, Session } from "next-auth";
import { ProviderUnavailable } from "../errors";
import { answerFaults } from "../http/respond";
import type { SessionStrategy } from "../session/strategy";
import { answerRoute, urlOf } from "./answer";
import { authjsConfig, basePath, readOnce } from "./config";
import { leadToSignIn, mendHandler } from "./handlers";
import { refreshFirst } from "./refresh-first";
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
    /** For a route: `export const GET = auth((request) => …)` finds it in `request.auth`; 503 as above. */
    (handler: RouteHandler): (request: NextRequest, context: RouteContext) => Promise<Response>;
  };
}

export function createAuthjs(strategy: SessionStrategy): Authjs {
  const here = async () => ({ headers: await headers(), cookies: await cookies() });
  const referrer = async () => (await headers()).get("referer") ?? "/";

  async function askSession(): Promise<Response> {
    const request = await here();
    const cookie = request.headers.get("cookie") ?? "";
    const url = urlOf(request.headers, `${basePath}/session`);
    return Auth(new Request(url, { headers: { cookie } }), await authjsConfig(strategy, request));
  }

  function auth(handler?: RouteHandler) {
    if (!handler) return askSession().then(toSession);
    return answerFaults(async (request: NextRequest, context: RouteContext) => {
      const asked = await askSession();
      const session = { auth: await toSession(asked) };
      const answer = await handler(Object.assign(request, session), context);
      const response = new Response(answer?.body, answer);
      for (const renewed of asked.headers.getSetCookie())
        response.headers.append("set-cookie", renewed);
      return response;
    });
  }

  /** Posts to a route of Auth.js's for the action at hand, which Next.js has kept other sites from. */
  async function post(path: string, fields: Record<string, string>, to = ""): Promise<string> {
    const request = await here();
    const current = readOnce(strategy, request);
    const sent = new Headers(request.headers);
    sent.set("content-type", "application/x-www-form-urlencoded");
    const init = { method: "POST", headers: sent, body: new URLSearchParams(fields) };
    const answer = await Auth(new Request(urlOf(request.headers, `${basePath}/${path}`), init), {
      ...(await authjsConfig(strategy, request, { current })),
      ...{ raw, skipCSRFCheck },
    }).catch((error) => {
      if (!(error instanceof ProviderUnavailable)) throw error;
      return leadToSignIn({ headers: new Headers() }, "ProviderUnavailable");
    });
    // An error that is none of Auth.js's own, which it has logged.
    if (answer instanceof Response) return answer.headers.get("location") ?? "/";
    const cookies = (answer.cookies ?? []).map((cookie) => ({
      ...cookie,
      crossSite: cookie.options.sameSite === "none",
    }));
    for (const { name, value, options } of await packTrip(cookies, { to, current }, request))
      request.cookies.set(name, value, options as Parameters<typeof request.cookies.set>[2]);
    return answer.redirect ?? "/";
  }

  const handle = mendHandler(
    refreshFirst(strategy, async (request) => answerRoute(strategy, request, await here())),
  );

  const signIn: NextAuthResult["signIn"] = async (provider, options = {}, parameters) => {
    const given = options instanceof FormData ? Object.fromEntries(options) : options;
    const { redirect = true, redirectTo, ...fields } = given;
    const callbackUrl = String(redirectTo ?? (await referrer()));
    const { providers } = await authjsConfig(strategy, await here());
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

/** A bad answer is no session, whatever its body says. */
const toSession = async (answer: Response): Promise<Session | null> =>
  answer.ok ? answer.json() : null;

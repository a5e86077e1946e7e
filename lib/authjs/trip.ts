// The state of a trip, which is the redirect to a provider and back. Auth.js stores state, PKCE verifier and nonce in
// three encrypted cookies, the state encrypted twice: 2.2 KB, more than some proxies accept in response headers. Here
// they are one cookie of 0.4 KB. After the provider's redirect it is turned into Auth.js's three cookies again.
import { NextRequest } from "next/server";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { env } from "../env";
import { isHttps } from "../http/origin";
import { redirectTo } from "../http/respond";
import type { RequestParts } from "../session/cookie";
import { hashToken } from "../session/tokens/reference-token";
import { createSeal } from "../session/tokens/seal";
import type { Current } from "./config";
import { authjsCookies, TRIP } from "./cookies";

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: "trip" });

/** Short names, to keep the cookie small. */
const claims = z.object({
  /** The provider's id in auth.config.ts. */
  to: z.string(),
  // #region postgres
  /** The user who started the trip. Absent for a guest. */
  by: z.string().optional(),
  // #endregion
  /** SHA-256 of the state: the provider sends the state itself. */
  s: z.string().optional(),
  /** The PKCE verifier. */
  v: z.string().optional(),
  n: z.string().optional(),
  /** 1 without "Keep me signed in". */
  k: z.literal(1).optional(),
  /** The provider's answer, if it came as a form: without the state. */
  a: z.string().optional(),
});

type Trip = z.output<typeof claims>;

/** The names of Auth.js's cookies. The one of the state is also the name of the cookie that replaces them. */
function namesFor({ headers }: Pick<RequestParts, "headers">) {
  const { state, pkceCodeVerifier, nonce } = authjsCookies(isHttps(headers));
  if (!state || !pkceCodeVerifier || !nonce) throw new Error("Auth.js has other cookies");
  return {
    s: `${state.name}`,
    v: `${pkceCodeVerifier.name}`,
    n: `${nonce.name}`,
    stateCookie: state,
  };
}

interface SetCookie {
  name: string;
  value: string;
  /** For providers that come back with a cross-site POST. */
  crossSite: boolean;
}

interface PackOptions {
  to: string;
  /** The user who starts the trip. */
  starter: Current;
  short?: true;
}

/**
 * Replaces the cookies that Auth.js `set` for a trip to the provider `to` by one cookie, and removes it when Auth.js
 * removes its own. Returns Auth.js's other cookies, which the caller has to set.
 */
export async function packTrip<Cookie extends SetCookie>(
  set: Cookie[],
  { to, starter, short }: PackOptions,
  request: RequestParts,
): Promise<Cookie[]> {
  const { stateCookie, ...names } = namesFor(request);
  const own = set.filter(({ name }) => Object.values<string>(names).includes(name));
  if (own.length === 0) return set;
  const trip: Trip = { to };
  for (const key of ["s", "v", "n"] as const) {
    const token = own.find(({ name }) => name === names[key])?.value;
    const opened = token && (await decode({ token, secret: env.AUTH_SECRET, salt: names[key] }));
    const value = opened ? z.string().parse(opened.value) : undefined;
    trip[key] = value && key === "s" ? await hashToken(value) : value;
  }
  const begins = Boolean(trip.s ?? trip.v ?? trip.n);
  // #region postgres
  if (begins) trip.by = (await starter())?.user.id;
  // #endregion
  if (short) trip.k = 1;
  const value = begins ? await seal({ ...trip, exp: Math.floor(Date.now() / 1000) + TRIP }) : "";
  const crossSite = own.some((cookie) => cookie.crossSite);
  request.cookies.set(names.s, value, {
    ...stateCookie.options,
    path: "/",
    maxAge: begins ? TRIP : 0,
    ...(crossSite && { sameSite: "none", secure: true }),
  });
  return set.filter((cookie) => !own.includes(cookie));
}

/**
 * The request of a browser that comes back from the provider `to`, with the cookies that Auth.js needs. Null if the
 * browser has no cookie of this trip: it took more than 15 minutes, began in another browser, or another one has begun
 * since.
 */
export async function unpackTrip(request: NextRequest, to: string) {
  const { stateCookie: _, ...names } = namesFor(request);
  const state = request.nextUrl.searchParams.get("state") ?? "";
  const trip = await openTrip(request, to, state);
  if (!trip) return null;

  const cookies = new Map(request.cookies.getAll().map(({ name, value }) => [name, value]));
  for (const [key, value] of [
    ["s", trip.s && state],
    ["v", trip.v],
    ["n", trip.n],
  ] as const) {
    cookies.delete(names[key]);
    if (!value) continue;
    const token = { value, provider: to };
    const salt = names[key];
    cookies.set(salt, await encode({ token, secret: env.AUTH_SECRET, salt, maxAge: TRIP }));
  }
  const headers = new Headers(request.headers);
  const sent = [...cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  headers.set("cookie", sent.join("; "));
  const answer = trip.a === undefined ? null : new URLSearchParams(trip.a);
  if (answer) headers.set("content-type", "application/x-www-form-urlencoded");
  answer?.set("state", state);
  // For such a provider, Auth.js reads the form and not the URL.
  const form = answer && { method: "POST", body: `${answer}` };
  return {
    request: new NextRequest(request.url, { headers, ...form }),
    // #region postgres
    by: trip.by,
    // #endregion
    short: trip.k && (true as const),
  };
}

/** The trip of this cookie, if it leads to the provider `to` and began with this state. */
async function openTrip(request: NextRequest, to: string, state: string): Promise<Trip | null> {
  const held = request.cookies.get(namesFor(request).s)?.value;
  const trip = claims.safeParse(held && (await open(held, Date.now()))).data;
  if (trip?.to !== to) return null;
  return trip.s && trip.s !== (await hashToken(state)) ? null : trip;
}

/** The most characters of an answer. Browsers drop a cookie above 4096 bytes. */
const LONGEST = 2_000;

/**
 * For a provider that answers with a form, which its page posts to this site (Apple, `response_mode=form_post`). Browsers
 * send only `SameSite=None` cookies with it: that of the trip, but not that of the session. So the answer is put into the
 * trip's cookie, and a redirect makes the way back a GET with all cookies, as with every other provider. Neither the code nor
 * the person's name is in a URL. Null if the browser has no cookie of this trip, or the answer is too long.
 */
export async function turnIntoGet(
  request: NextRequest,
  to: string,
  { cookies }: RequestParts,
): Promise<Response | null> {
  const form = await request.formData().catch(() => new FormData());
  const { state = "", ...answer } = Object.fromEntries(form);
  const trip = await openTrip(request, to, `${state}`);
  const a = `${new URLSearchParams(answer as Record<string, string>)}`;
  if (!trip || a.length > LONGEST) return null;
  const { s: name, stateCookie } = namesFor(request);
  const exp = Math.floor(Date.now() / 1000) + TRIP;
  const options = { ...stateCookie.options, path: "/", maxAge: TRIP };
  cookies.set(name, await seal({ ...trip, a, exp }), options);
  return redirectTo(`${request.nextUrl.pathname}?${new URLSearchParams({ state: `${state}` })}`);
}

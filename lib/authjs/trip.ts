// The trip to a provider and back. Auth.js keeps state, PKCE verifier and nonce in a cookie each, encrypted one by one
// and the state twice: 2.2 KB, more than some proxies take in the headers of an answer. Here they are one cookie of
// 0.4 KB, which also says who set out, and which becomes Auth.js's three again on the way back.
import { NextRequest } from "next/server";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { env } from "../env";
import { isHttps } from "../http/origin";
import type { RequestParts } from "../session/cookie";
import { hashToken } from "../session/tokens/reference-token";
import { createSeal } from "../session/tokens/seal";
import type { Current } from "./config";
import { authjsCookies, TRIP } from "./cookies";

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: "trip" });

/** Short names, because they travel. */
const claims = z.object({
  /** The provider's id in auth.config.ts. */
  to: z.string(),
  /** The user who set out; absent for someone who was not signed in. */
  by: z.string().optional(),
  /** SHA-256 of the state: the provider brings the state itself back. */
  s: z.string().optional(),
  /** The PKCE verifier. */
  v: z.string().optional(),
  n: z.string().optional(),
});

/** The names of Auth.js's cookies, and of the one that the browser has in their place: that of the state. */
function namesFor({ headers }: Pick<RequestParts, "headers">) {
  const { state, pkceCodeVerifier, nonce } = authjsCookies(isHttps(headers));
  if (!state || !pkceCodeVerifier || !nonce) throw new Error("Auth.js has other cookies");
  return { s: `${state.name}`, v: `${pkceCodeVerifier.name}`, n: `${nonce.name}`, standing: state };
}

interface SetCookie {
  name: string;
  value: string;
  /** For providers that come back with a POST, which is another site's. */
  crossSite: boolean;
}

/**
 * Puts one cookie in the place of those that Auth.js `set` for a trip to the provider `to`, and removes it where
 * Auth.js removes its own. `current` says who sets out. What is left, Auth.js's other cookies, is the caller's to set.
 */
export async function packTrip<Cookie extends SetCookie>(
  set: Cookie[],
  { to, current }: { to: string; current: Current },
  request: RequestParts,
): Promise<Cookie[]> {
  const { standing, ...names } = namesFor(request);
  const own = set.filter(({ name }) => Object.values<string>(names).includes(name));
  if (own.length === 0) return set;
  const trip: z.output<typeof claims> = { to };
  for (const key of ["s", "v", "n"] as const) {
    const token = own.find(({ name }) => name === names[key])?.value;
    const opened = token && (await decode({ token, secret: env.AUTH_SECRET, salt: names[key] }));
    const value = opened ? z.string().parse(opened.value) : undefined;
    trip[key] = value && key === "s" ? await hashToken(value) : value;
  }
  const begins = Boolean(trip.s ?? trip.v ?? trip.n);
  if (begins) trip.by = (await current())?.user.id;
  const value = begins ? await seal({ ...trip, exp: Math.floor(Date.now() / 1000) + TRIP }) : "";
  const crossSite = own.some((cookie) => cookie.crossSite);
  request.cookies.set(names.s, value, {
    ...standing.options,
    path: "/",
    maxAge: begins ? TRIP : 0,
    ...(crossSite && { sameSite: "none", secure: true }),
  });
  return set.filter((cookie) => !own.includes(cookie));
}

/**
 * The request of a browser that comes back from the provider `to`, with the cookies that Auth.js wants, and who set
 * out. Null where the browser brings no cookie of this trip: it took more than 15 minutes, began in another browser,
 * or another one has begun since.
 */
export async function unpackTrip(request: NextRequest, to: string) {
  const { standing: _, ...names } = namesFor(request);
  const held = request.cookies.get(names.s)?.value;
  const trip = claims.safeParse(held && (await open(held, Date.now()))).data;
  if (trip?.to !== to) return null;
  const state = await stateOf(request);
  if (trip.s && trip.s !== (await hashToken(state))) return null;

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
  return { request: new NextRequest(request, { headers }), by: trip.by };
}

/** From the address, or from the form where the provider comes back with a POST. */
async function stateOf(request: NextRequest): Promise<string> {
  if (request.method === "GET") return request.nextUrl.searchParams.get("state") ?? "";
  const form = await request
    .clone()
    .formData()
    .catch(() => new FormData());
  return String(form.get("state") ?? "");
}

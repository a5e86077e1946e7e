// An HTTP client that differs from a browser: it keeps all cookies until they expire, follows no redirects, and returns the
// exact answer.
import type { TestUser } from "./e2e-database";

type HeaderValues = Record<string, string>;

export interface Client {
  /** By name. Change the map to send other cookies. */
  cookies: Map<string, string>;
  get(path: string, headers?: HeaderValues): Promise<Answer>;
  /** Sends `fields` as a form, or a string as it is. */
  post(path: string, body: HeaderValues | string, headers?: HeaderValues): Promise<Answer>;
  /** Like `signIn("credentials", { redirect: false })` of next-auth/react. */
  signIn(user: Pick<TestUser, "email" | "password">, fields?: HeaderValues): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json(): unknown;
  /** The Set-Cookie headers, by the name of the cookie. */
  setCookies: Map<string, string>;
}

/** `always` are headers of every request, or a function that returns them. `fetchBy` replaces fetch. */
export function createClient(
  baseUrl: string,
  always: HeaderValues | (() => HeaderValues) = {},
  fetchBy: (url: string, init: RequestInit) => Promise<Response> = fetch,
): Client {
  const cookies = new Map<string, string>();
  /** When (ms) the cookies expire that have a Max-Age. */
  const expiries = new Map<string, number>();

  async function send(path: string, init: RequestInit & { headers?: HeaderValues }) {
    for (const [name, expires] of expiries) {
      if (expires > Date.now()) continue;
      cookies.delete(name);
      expiries.delete(name);
    }
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const given = typeof always === "function" ? always() : always;
    const headers = { ...given, ...(cookie ? { cookie } : {}), ...init.headers };
    const response = await fetchBy(baseUrl + path, { ...init, headers, redirect: "manual" });
    const answer = await toAnswer(response);
    for (const [name, line] of answer.setCookies) {
      const maxAge = /;\s*max-age=(\d+)/i.exec(line)?.[1];
      if (maxAge === undefined) expiries.delete(name);
      else expiries.set(name, Date.now() + Number(maxAge) * 1000);
      if (/;\s*max-age=0/i.test(line) || /;\s*expires=thu, 01 jan 1970/i.test(line))
        cookies.delete(name);
      else cookies.set(name, line.slice(name.length + 1).split(";")[0] ?? "");
    }
    return answer;
  }

  const client: Client = {
    cookies,
    get: (path, headers) => send(path, { headers }),
    post: (path, body, headers) =>
      send(path, {
        method: "POST",
        headers,
        body: typeof body === "string" ? body : new URLSearchParams(body),
      }),
    async signIn({ email, password }, fields = {}) {
      const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
      const form = { csrfToken, email, password, ...fields };
      return client.post("/api/auth/callback/credentials", form, { "X-Auth-Return-Redirect": "1" });
    },
  };
  return client;
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text),
    setCookies: new Map(
      response.headers.getSetCookie().map((line) => [line.slice(0, line.indexOf("=")), line]),
    ),
  };
}

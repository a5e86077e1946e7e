import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds to wait for an answer. Without an answer the comparison stops. */
const TIMEOUT = 15_000;

/** Handles cookies as a browser does, and refreshes when the app asks for it. */
export function createClient(url, cookies = new Map()) {
  async function send(path, { headers, ...init } = {}) {
    const cookie = toHeader(cookies);
    const response = await fetch(url + path, {
      ...init,
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === "" || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  }

  const toPost = (body) => ({
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

  /** Like a browser, refreshes first if the app asks for it. */
  async function ask(path, init) {
    const answer = await send(path, init);
    if (!mustRefresh(answer)) return answer;
    // Does not send JSON, because the route would expect the refresh token in a JSON body.
    const { status } = await send("/api/session/refresh", { method: "POST" });
    return status === 200 ? send(path, init) : { ...answer, status };
  }

  const client = {
    get: (path) => ask(path),
    post: (path, body) => ask(path, toPost(body)),

    /** Uses Auth.js's own routes, as a form does. */
    async authjs(path, fields) {
      const { csrfToken } = (await send("/api/auth/csrf")).body;
      return send(`/api/auth/${path}`, {
        method: "POST",
        body: new URLSearchParams({ ...fields, csrfToken }),
        headers: { "x-auth-return-redirect": "1" },
      });
    },

    me: () => ask("/api/me"),

    /**
     * Repeats the request until `holds` is true for the answer. Returns the seconds this took, or null after `limit`
     * seconds.
     */
    async until(holds, limit) {
      const start = performance.now();
      const seconds = () => (performance.now() - start) / 1000;
      while (seconds() < limit) {
        if (holds(await client.me())) return seconds();
        await sleep(50);
      }
      return null;
    },

    /** A second browser with a copy of the cookies, as a thief would have. */
    copy: () => createClient(url, new Map(cookies)),
    /** Bytes that the session cookies add to each request. */
    sessionBytes: (name) =>
      toHeader(
        new Map(
          [...cookies].filter(([key]) => key.startsWith(`${name}.`) && !key.includes("refresh")),
        ),
      ).length,
  };
  return client;
}

const toHeader = (cookies) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

/** Routes say so in the body; the middleware redirects to the refresh route. */
const mustRefresh = ({ body, headers }) =>
  body?.reason === "access-token-expired" ||
  Boolean(headers.get("location")?.includes("/api/session/refresh"));

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

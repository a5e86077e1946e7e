import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds to wait for an answer. Without one the comparison stops: a hung server is no figure. */
const PATIENCE = 15_000;

/** A browser as far as cookies go: it keeps them, and refreshes when it is told to. */
export function createClient(url, cookies = new Map()) {
  async function send(path, { headers, ...init } = {}) {
    const cookie = toHeader(cookies);
    const response = await fetch(url + path, {
      ...init,
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
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

  /** Refreshes first where that is asked for, as browsers do. */
  async function ask(path, init) {
    const answer = await send(path, init);
    if (!mustRefresh(answer)) return answer;
    const { status } = await send("/api/session/refresh", toPost({}));
    return status === 200 ? send(path, init) : { ...answer, status };
  }

  const client = {
    get: (path) => ask(path),
    post: (path, body) => ask(path, toPost(body)),

    /** Through Auth.js's own routes, as a form would. */
    async authjs(path, fields) {
      const { csrfToken } = (await send("/api/auth/csrf")).body;
      return send(`/api/auth/${path}`, {
        method: "POST",
        body: new URLSearchParams({ ...fields, csrfToken }),
        headers: { "x-auth-return-redirect": "1" },
      });
    },

    /** Who the app says is signed in. */
    me: () => ask("/api/me"),

    /** Asks until `holds` says so of an answer: seconds that it took, or null when `limit` seconds are over. */
    async until(holds, limit) {
      const start = performance.now();
      const seconds = () => (performance.now() - start) / 1000;
      while (seconds() < limit) {
        if (holds(await client.me())) return seconds();
        await sleep(50);
      }
      return null;
    },

    /** A browser with a copy of the cookies, as a thief has it. */
    copy: () => createClient(url, new Map(cookies)),
    /** Bytes that the session's cookies take in the header of an everyday request. */
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

/** Routes say so; the middleware in front of what it guards sends there. */
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

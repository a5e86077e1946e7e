import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refuseForeign } from "@/lib/http/foreign";
import { importWith } from "../support/isolated";

const originModule = (settings: Record<string, string> = {}) =>
  importWith(settings, () => import("@/lib/http/origin"));

/** The headers that Next.js sets without a proxy. */
const direct = { "x-forwarded-proto": "http", host: "localhost:3000" };

async function isFromThisSite(headers: Record<string, string>, settings = {}) {
  const module = await originModule(settings);
  return module.isFromThisSite({ headers: new Headers({ ...direct, ...headers }) });
}

async function siteOrigin(headers: Record<string, string>, settings = {}) {
  const module = await originModule(settings);
  return module.siteOrigin(new Headers(headers));
}

describe("the origin of this site", () => {
  const behind = { AUTH_TRUST_HOST: "true" };
  const app = "https://app.example";
  const https = { "x-forwarded-proto": "https" };

  test.each([
    ["is the Host", { ...direct }, {}, "http://localhost:3000"],
    ["is the Host that a proxy kept", { ...https, host: "app.example" }, behind, app],
    ["has no port that goes without saying", { ...https, host: "app.example:443" }, behind, app],
    [
      "is what a proxy says where it replaced Host by an internal name",
      { ...https, host: "localhost:3000", "x-forwarded-host": "app.example" },
      behind,
      app,
    ],
    [
      "... or by an address",
      { ...https, host: "10.0.0.1:3000", "x-forwarded-host": "app.example" },
      behind,
      app,
    ],
    [
      "is the first entry of each list",
      {
        "x-forwarded-proto": "https,http",
        host: "web",
        "x-forwarded-host": "app.example, app.example",
      },
      behind,
      app,
    ],
    [
      "is the Host, whatever X-Forwarded-Host a client made up and the proxy handed on",
      { ...https, host: "app.example", "x-forwarded-host": "evil.example" },
      behind,
      app,
    ],
    [
      "is the Host, whatever a header says, where no proxy is vouched for",
      { ...direct, "x-forwarded-host": "evil.example" },
      {},
      "http://localhost:3000",
    ],
    [
      "is AUTH_URL, whatever the request says",
      { ...direct, host: "10.0.0.1", "x-forwarded-host": "evil.example" },
      { AUTH_URL: "https://app.example/api/auth" },
      app,
    ],
  ])("%s", async (_what, headers, settings, expected) => {
    expect(await siteOrigin(headers, settings)).toBe(expected);
  });

  test.each([
    "",
    "a b",
    "a/b",
    "user@app.example",
    "app.example#x",
    "app.example:99999",
    "[::1",
    "a:b",
  ])("is unknown if the Host is %j", async (host) => {
    expect(await siteOrigin({ ...https, host }, behind)).toBeNull();
  });
});

describe("a request from this site", () => {
  test.each([
    ["a page of it", { origin: "http://localhost:3000" }, {}],
    ["a client that is no browser, and so sends neither header", {}, {}],
    [
      "a page of it behind a proxy",
      { origin: "https://app.example", host: "app.example", "x-forwarded-proto": "https" },
      { AUTH_TRUST_HOST: "true" },
    ],
    [
      "a page of it, whatever Host a proxy sends, by AUTH_URL",
      { origin: "https://app.example", host: "10.0.0.1:3000" },
      { AUTH_URL: "https://app.example" },
    ],
    [
      "a page of it by another name than AUTH_URL has",
      { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000", "sec-fetch-site": "same-origin" },
      { AUTH_URL: "http://localhost:3000" },
    ],
    [
      "a page that tells no one where it is",
      { origin: "null", "sec-fetch-site": "same-origin" },
      {},
    ],
    ["someone who uses no page at all", { "sec-fetch-site": "none" }, {}],
  ])("%s", async (_what, headers, settings) => {
    expect(await isFromThisSite(headers, settings)).toBe(true);
  });
});

describe("a request from another site", () => {
  test.each([
    "https://evil.example",
    "http://localhost:3000.evil.example",
    "https://evil.example/localhost:3000",
    "http://localhost:3000@evil.example",
    "http://sub.localhost:3000",
    "http://localhost:4000",
    "https://localhost:3000",
    "null",
    "",
    "localhost:3000",
    "file://",
    "chrome-extension://localhost",
    "http://localhost:3000, https://evil.example",
  ])("%j", async (origin) => {
    expect(await isFromThisSite({ origin })).toBe(false);
  });

  test.each(["cross-site", "same-site", "", "same-origin, cross-site"])(
    "what the browser calls %j, even with the right Origin",
    async (relation) => {
      const headers = { origin: "http://localhost:3000", "sec-fetch-site": relation };
      expect(await isFromThisSite(headers)).toBe(false);
    },
  );

  test.each([
    ["another site", "https://evil.example", {}],
    ["the host behind the proxy", "http://10.0.0.1:3000", {}],
    ["one that a header names", "https://evil.example", { "x-forwarded-host": "evil.example" }],
    ["another port", "https://app.example:8443", {}],
    ["the same host over http", "http://app.example", {}],
  ])("%s, if AUTH_URL is set", async (_what, origin, headers) => {
    const sent = { host: "10.0.0.1:3000", origin, ...headers };
    expect(await isFromThisSite(sent, { AUTH_URL: "https://app.example" })).toBe(false);
  });
});

describe("for the check of Next.js on server actions", () => {
  const hidden = { ...direct, origin: "null", "sec-fetch-site": "same-origin" };

  test.each([
    ["is the host in place of the Origin that a browser hides", hidden, "http://localhost:3000"],
    [
      "is the one by which a proxy was asked, as Next.js compares it",
      { ...hidden, "x-forwarded-host": "app.example", "x-forwarded-proto": "https" },
      "https://app.example",
    ],
    ["nothing changes for another site", { ...hidden, "sec-fetch-site": "cross-site" }, "null"],
    ["nor for a sibling", { ...hidden, "sec-fetch-site": "same-site" }, "null"],
    ["nor where nobody says so", { ...direct, origin: "null" }, "null"],
    [
      "nor for an Origin that is said",
      { ...hidden, origin: "https://evil.example" },
      "https://evil.example",
    ],
  ])("%s", async (_what, sent, expected) => {
    const { fillInOrigin } = await originModule();
    const headers = new Headers(sent as Record<string, string>);
    fillInOrigin(headers);
    expect(headers.get("origin")).toBe(expected);
  });
});

describe("a refused request gets", () => {
  const answer = (headers: Record<string, string>) =>
    refuseForeign({ headers: new Headers(headers) });

  test.each([
    ["has sent a form", { "sec-fetch-mode": "navigate" }],
    ["has sent one from an old browser", { accept: "text/html,*/*;q=0.8" }],
  ])("a page, who %s", async (_what, headers) => {
    const response = answer(headers);
    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await response.text()).toContain("Nothing was done");
  });

  test.each([
    ["a script", { "sec-fetch-mode": "cors", accept: "text/html" }],
    ["a program", { accept: "*/*" }],
  ])("JSON, who is %s", async (_what, headers) => {
    const response = answer(headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: "forbidden" });
  });
});

describe("the scheme", () => {
  test.each([
    ["AUTH_URL is https, the header says http", "https://app.example", "http", true],
    ["AUTH_URL is http, the header says https", "http://localhost:3000", "https", false],
    ["AUTH_URL is https, no header", "https://app.example", undefined, true],
    ["no AUTH_URL, the header says https", "", "https", true],
    ["no AUTH_URL, the header says http", "", "http", false],
    ["no AUTH_URL, two proxies: the first says https", "", "https, http", true],
    ["no AUTH_URL, two proxies: the first says http", "", "http,https", false],
    ["no AUTH_URL, no header", "", undefined, false],
    ["no AUTH_URL, a header of nonsense", "", "httpsx", false],
  ])("%s", async (_what, url, proto, expected) => {
    const { isHttps } = await originModule({ AUTH_URL: url });
    expect(isHttps(new Headers(proto ? { "x-forwarded-proto": proto } : {}))).toBe(expected);
  });
});

describe("the Host header is trusted", () => {
  test.each(["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000"])(
    "when it is a loopback name: %s",
    async (host) => {
      const { isTrustedHost } = await originModule();
      expect(isTrustedHost(new Headers({ host }))).toBe(true);
    },
  );

  test.each([
    "evil.example",
    "localhost.evil.example",
    "evil.example#localhost",
    "localhost@evil.example",
    "localhost:3000@evil.example",
    "localhost:evil.example",
    "127.0.0.1.evil.example",
    "127x0x0x1",
    "evil.example\tlocalhost",
    "",
  ])("not when it is %j", async (host) => {
    const { isTrustedHost } = await originModule();
    expect(isTrustedHost(new Headers({ host }))).toBe(false);
  });

  test("not if a proxy sends another one", async () => {
    const { isTrustedHost } = await originModule();
    const headers = new Headers({ host: "localhost:3000", "x-forwarded-host": "evil.example" });
    expect(isTrustedHost(headers)).toBe(false);
  });

  test.each([
    ["AUTH_URL", "https://app.example"],
    ["AUTH_TRUST_HOST", "true"],
    ["VERCEL", "1"],
  ])("depending on the setting: %s=%s", async (name, value) => {
    const { isTrustedHost } = await originModule({ [name]: value });
    expect(isTrustedHost(new Headers({ host: "app.example" }))).toBe(true);
  });
});

describe("arbitrary headers from the client", () => {
  const parts = [
    "app.example",
    "localhost",
    "10.0.0.1",
    "[::1]",
    "evil",
    ".",
    ":",
    "3000",
    ":99999",
  ];
  const more = [
    ",",
    " ",
    "@",
    "/",
    "\\",
    "#",
    "?",
    "%2f",
    "https",
    "HTTPS",
    "http",
    "\t",
    "\u00e9",
    "_",
  ];
  const noise = fc.oneof(
    fc.string({ unit: "binary-ascii", maxLength: 60 }),
    fc.array(fc.constantFrom(...parts, ...more), { maxLength: 6 }).map((all) => all.join("")),
  );
  const header = noise.map((text) => text.replace(/[\0\r\n]/g, ""));
  const names = ["host", "x-forwarded-host", "x-forwarded-proto", "origin", "sec-fetch-site"];
  const sent = fc.record(Object.fromEntries(names.map((name) => [name, header])), {
    requiredKeys: [],
  });
  const toHost = (name: string) =>
    URL.canParse(`http://${name}`) ? new URL(`http://${name}`).hostname : null;

  test.each([
    ["no setting", {}],
    ["AUTH_TRUST_HOST", { AUTH_TRUST_HOST: "true" }],
    ["AUTH_URL", { AUTH_URL: "https://app.example" }],
  ])("with %s, the result is an origin of a named host, or nothing", async (_what, settings) => {
    const module = await originModule(settings);
    fc.assert(
      fc.property(sent, (given) => {
        const headers = new Headers(given as Record<string, string>);
        const origin = module.siteOrigin(headers);
        const isTrusted = module.isTrustedHost(headers);
        expect(module.isFromThisSite({ headers })).toEqual(expect.any(Boolean));
        module.fillInOrigin(new Headers(headers));
        if ("AUTH_URL" in settings) expect([origin, isTrusted]).toEqual([settings.AUTH_URL, true]);
        if (origin === null) {
          expect(isTrusted).toBe(false);
          return;
        }
        const { host, hostname, protocol } = new URL(origin);
        expect(origin).toBe(`${protocol}//${host}`);
        expect(["http:", "https:"]).toContain(protocol);
        expect(protocol === "https:").toBe(module.isHttps(headers));
        // One header names this host, and nothing besides.
        const named = [headers.get("host"), headers.get("x-forwarded-host")?.split(",")[0]?.trim()];
        const isNamed = (name = "") => /^[\w.:[\]-]+$/.test(name) && toHost(name) === hostname;
        expect("AUTH_URL" in settings || named.some((name) => isNamed(name ?? ""))).toBe(true);
        // Without a setting, the client's header may only name the client's own machine.
        if (isTrusted && Object.keys(settings).length === 0)
          expect(["localhost", "127.0.0.1", "[::1]"]).toContain(hostname);
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { isFromThisSite } from "@/lib/http/origin";
import { importWith } from "../support/isolated";

const from = (origin: string | undefined, headers: Record<string, string> = {}) =>
  isFromThisSite({
    headers: new Headers({
      host: "app.example",
      ...(origin === undefined ? {} : { origin }),
      ...headers,
    }),
  });

describe("from this site", () => {
  test("a page of it", () => {
    expect(from("https://app.example")).toBe(true);
  });

  test("a page of it on a port", () => {
    expect(from("http://localhost:3000", { host: "localhost:3000" })).toBe(true);
  });

  test("a page of it behind a proxy", () => {
    expect(
      from("https://app.example", { host: "10.0.0.1", "x-forwarded-host": "app.example" }),
    ).toBe(true);
  });

  test("a client that is no browser, and so sends no Origin", () => {
    expect(from(undefined)).toBe(true);
  });
});

describe("not from this site", () => {
  test.each([
    "https://evil.example",
    "https://app.example.evil.example",
    "https://evil.example/app.example",
    "https://app.example@evil.example",
    "https://evil-app.example",
    "https://sub.app.example",
    "https://app.example:8443",
    "null",
    "",
    "app.example",
    "file://",
    "chrome-extension://app.example.evil",
    "https://app.example, https://evil.example",
  ])("%j", (origin) => {
    expect(from(origin)).toBe(false);
  });

  test("a page of another port of the same machine", () => {
    expect(from("http://localhost:4000", { host: "localhost:3000" })).toBe(false);
  });
});

describe("where AUTH_URL says what this site is", () => {
  const ask = async (origin: string, headers: Record<string, string>) => {
    const { isFromThisSite } = await importWith(
      { AUTH_URL: "https://app.example/api/auth" },
      () => import("@/lib/http/origin"),
    );
    return isFromThisSite({ headers: new Headers({ origin, ...headers }) });
  };
  const behindProxy = { host: "10.0.0.1:3000" };

  test("its pages are, though a proxy sends another Host", async () => {
    expect(await ask("https://app.example", behindProxy)).toBe(true);
  });

  test.each([
    ["another site", "https://evil.example", {}],
    ["the host behind the proxy", "http://10.0.0.1:3000", {}],
    ["one that a header names", "https://evil.example", { "x-forwarded-host": "evil.example" }],
    ["another port", "https://app.example:8443", {}],
  ])("%s is not", async (_what, origin, headers) => {
    expect(await ask(origin, { ...behindProxy, ...headers })).toBe(false);
  });
});

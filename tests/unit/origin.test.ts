import { describe, expect, test } from "vitest";
import { isFromThisSite } from "@/lib/origin";

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

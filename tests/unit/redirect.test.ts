import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toLocalPath } from "@/lib/http/redirect";

const origin = "https://app.example";

/** The URL that a browser on the site would open. */
const resolve = (path: string) => new URL(path, `${origin}/sign-in`);

describe("a path of this site is kept", () => {
  test.each([
    "/",
    "/account",
    "/account?tab=password&x=1",
    "/account#sessions",
    "/a%20b",
    "/search?q=//evil.example",
    "/search?next=https://evil.example",
    "/search?q=a:b@c",
    "/a//b",
    "/@evil.example",
  ])("%s", (path) => {
    expect(toLocalPath(path, "/")).toBe(path);
  });

  test("up to 4096 characters", () => {
    const path = `/${"x".repeat(4095)}`;
    expect(toLocalPath(path, "/home")).toBe(path);
    expect(toLocalPath(`${path}x`, "/home")).toBe("/home");
  });

  test("with other alphabets percent-encoded", () => {
    expect(toLocalPath("/über?q=é", "/")).toBe("/%C3%BCber?q=%C3%A9");
  });
});

/** None of these leads to another site, even after the normalization of browsers. */
const hostile = [
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\\/evil.example",
  "/account\\..\\..\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/\u0000/evil.example",
  "/\u007f/evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/././/evil.example",
  "/a/..//evil.example",
  "/%2e//evil.example",
  "/%2E%2e//evil.example",
  "/a/%2e%2e//evil.example",
  "/account\r\nSet-Cookie: a=b",
  "/account\nLocation: https://evil.example",
  "https://evil.example",
  "https://evil.example/account",
  "http:evil.example",
  "https:/evil.example",
  "//evil.example@app.example",
  "https://app.example@evil.example/",
  "https://app.example.evil.example/",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  " javascript:alert(1)",
  "javascript://app.example/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "blob:https://app.example/1",
  "account",
  "./account",
  "?next=/",
  "#",
  "",
  " ",
];

describe("refused, whether the site's origin is known or not", () => {
  test.each(hostile.map((target) => [JSON.stringify(target), target]))("%s", (_label, target) => {
    for (const path of [toLocalPath(target, "/home"), toLocalPath(target, "/home", origin)]) {
      expect(resolve(path).origin).toBe(origin);
      expect(path).toBe("/home");
    }
  });

  test.each([
    ["undefined", undefined],
    ["null", null],
    ["an array, as a repeated parameter gives", ["/account", "//evil.example"]],
    ["an array of one", ["/account"]],
    ["an object with a string's methods", { startsWith: () => true, length: 1 }],
    ["a number", 1],
    ["a very long one", `/${"a".repeat(1_000_000)}`],
  ])("%s", (_label, target) => {
    expect(toLocalPath(target, "/home", origin)).toBe("/home");
  });
});

describe("an absolute URL", () => {
  test("of this site is reduced to its path", () => {
    expect(toLocalPath(`${origin}/account?x=1#y`, "/home", origin)).toBe("/account?x=1#y");
    expect(toLocalPath(`${origin}/`, "/home", origin)).toBe("/");
  });

  test("of this site is refused if the origin is unknown", () => {
    expect(toLocalPath(`${origin}/account`, "/home")).toBe("/home");
  });

  test.each([
    `${origin}//evil.example`,
    `${origin}/.//evil.example`,
    `${origin}/\\evil.example`,
    `${origin}.evil.example/`,
    `${origin}:8443/`,
    "http://app.example/account",
  ])("%s is refused", (target) => {
    expect(toLocalPath(target, "/home", origin)).toBe("/home");
  });
});

describe("any callbackUrl", () => {
  const pieces = fc.constantFrom(
    ..."/\\.?#@:;&=% \t\r\n\0",
    ...["//", "/\\", "..", "/./", "%2f", "%5c", "%0d%0a", "\u2028", "\ufeff", "\ud800", "é"],
    ...[
      "https:",
      "javascript:",
      "data:",
      "evil.example",
      "local",
      origin,
      `${origin}.evil.example`,
    ],
  );
  /** Special characters of URLs: most of these lead to another site in some URL parser. */
  const steps = fc.constantFrom("/", "//", "\\", ".", "..", "%2e", "evil.example");
  const target = fc.oneof(
    fc.array(steps, { minLength: 2, maxLength: 6 }).map((parts) => `/${parts.join("")}`),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.array(pieces, { maxLength: 12 }).map((parts) => `/${parts.join("")}`),
    fc.string({ unit: "binary" }),
    fc.webUrl(),
  );

  test("leads to this site, is a valid header value, and is stable", () => {
    fc.assert(
      fc.property(target, fc.constantFrom(undefined, origin), (given, site) => {
        const path = toLocalPath(given, "/home", site);
        expect(resolve(path).origin).toBe(origin);
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        expect(toLocalPath(path, "/other")).toBe(path);
        expect(new Headers({ Location: path }).get("Location")).toBe(path);
      }),
      { numRuns: 1000 },
    );
  });

  test("is refused if it is not text", () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        if (typeof given !== "string") expect(toLocalPath(given, "/home")).toBe("/home");
      }),
    );
  });
});

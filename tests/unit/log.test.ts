import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { describeError, log } from "@/lib/log";
import { allowConsole } from "../support/console";

// Of each property. A failure prints the seed and the path that repeat it.
fc.configureGlobal({ numRuns: 1000 });

let lines: string[];
beforeEach(() => {
  lines = [];
  for (const method of ["log", "warn", "error"] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => void lines.push(parts.join(" ")));
});
afterEach(() => allowConsole(/./));

const unsafe = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe("one event is one line", () => {
  test.each([
    "\n[audit] {}",
    "\r\n[audit] {}",
    "\u2028[audit] {}",
    "\x1b[2K[audit]",
    "\u0085[audit]",
  ])("with %j in the message, in a fact, in an error", (hostile) => {
    log.info(hostile, { hostile });
    log.warn(hostile, new Error(hostile));
    log.error("x", new Error("x", { cause: new Error(hostile) }));
    for (const line of lines) {
      expect(line).not.toMatch(unsafe);
      expect(line.startsWith("[audit]")).toBe(false);
    }
  });

  test("with any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
        lines = [];
        log.error(text, new TypeError(text, { cause: { err: new Error(text) } }));
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toMatch(unsafe);
        expect(lines[0]?.length).toBeLessThan(20_000);
      }),
    );
  });

  test("facts stay JSON", () => {
    log.info("[audit]", { detail: 'a "b"\n\u2028' });
    expect(JSON.parse(lines[0]?.slice("[audit] ".length) ?? "")).toEqual({
      detail: 'a "b"\n\u2028',
    });
  });
});

describe("a logged error", () => {
  const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlIG9mIGEgdG9rZW4";
  const opaque = "gho_16C7e42F292c6912E7710c838347Ae178B4a";

  test("includes its causes and their codes", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), {
      code: "ECONNREFUSED",
    });
    expect(describeError(new Error("no answer", { cause: refused }))).toBe(
      "Error: no answer < Error: connect ECONNREFUSED 127.0.0.1:9 (ECONNREFUSED)",
    );
  });

  test("does not include properties that a library has attached", () => {
    const cause = Object.assign(new Error("bad response"), {
      cause: { body: { access_token: opaque, id_token: token } },
      body: { access_token: opaque },
    });
    const said = describeError(Object.assign(new Error("callback"), { cause: { err: cause } }));
    expect(said).toBe("Error: callback < Error: bad response");
  });

  test.each([token, opaque, btoa(opaque)])("contains no token: %s", (secret) => {
    const said = describeError(new Error(`unexpected value "${secret}" in the answer`));
    for (const part of secret.split(".")) expect(said).not.toContain(part);
    expect(said).toContain("unexpected value");
  });

  test("of a parser does not quote its input", () => {
    try {
      JSON.parse("access_token=short");
    } catch (error) {
      expect(describeError(error)).not.toContain("access_tok");
    }
  });

  test("that is a programming error includes its location", () => {
    expect(describeError(new TypeError("x is undefined"))).toMatch(/log\.test\.ts:\d+/);
    expect(describeError(new Error("no answer"))).not.toContain("log.test.ts");
  });

  test("is distinguished from a thrown value that is no error", () => {
    expect(describeError({ access_token: opaque })).not.toContain(opaque);
  });
});

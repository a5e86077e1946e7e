import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toPerson } from "@/lib/authjs/person";

const person = (said: Record<string, unknown>, claims = {}) =>
  toPerson({ id: "42", ...said }, claims);

describe("a name", () => {
  test.each([
    ["is kept", "Änne Example 👩‍👩‍👧", "Änne Example 👩‍👩‍👧"],
    ["of a megabyte is cut", "x".repeat(1_000_000), "x".repeat(100)],
    ["of emoji is cut between them", "👍".repeat(200), "👍".repeat(100)],
    ["has no edges of space", "  Some \t One\n", "Some One"],
    [
      "is one line, without control characters",
      "Some\r\n[audit] {}\0\x1b[2K",
      "Some [audit] {} [2K",
    ],
    ["does not turn the direction of writing", "A\u202egnp.exe", "A gnp.exe"],
    ["of nothing is none", " \n ", null],
    ["that nobody can see is none", "\u200d\u200c", null],
    ["that is no text is none", { name: "x" }, null],
    ["with half a character loses it", "A\ud800B", "A B"],
  ])("%s", (_what, name, expected) => {
    expect(person({ name }).name).toBe(expected);
  });

  test("whatever was said, is one short line that Postgres can keep", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1000 }), (said) => {
        const { name } = person({ name: said });
        expect(name ?? "x").toMatch(/^[^\p{Cc}\p{Cs}]{1,100}$/u);
      }),
    );
  });
});

describe("an email", () => {
  test.each([
    ["is kept in lower case", " Some.One@Example.COM ", "some.one@example.com"],
    ["of nothing is none", "", null],
    ["that is none is left out", "some one", null],
    ["that is too long is left out", `${"x".repeat(250)}@example.com`, null],
    ["with a line break is left out", "a@example.com\nb@example.com", null],
    ["that is no text is left out", ["a@example.com"], null],
  ])("%s", (_what, email, expected) => {
    expect(person({ email }).email).toBe(expected);
  });

  test("that the provider says is not verified is anyone's", () => {
    const email = "a@example.com";
    expect(person({ email }, { email_verified: false }).email).toBeNull();
    expect(person({ email }, { email_verified: true }).email).toBe(email);
  });
});

test.each([
  ["https://example.com/a.png", "https://example.com/a.png"],
  ["http://example.com/a.png", null],
  ["javascript:alert(1)", null],
  [`https://example.com/${"x".repeat(3000)}`, null],
  ["data:image/png;base64,x", null],
  [7, null],
])("an image at %s", (image, expected) => {
  expect(person({ image }).image).toBe(expected);
});

describe("an id", () => {
  test.each([
    ["a number", 42, "42"],
    ["text", "a|b:c", "a|b:c"],
  ])("that is %s", (_what, id, expected) => {
    expect(person({ id }).id).toBe(expected);
  });

  test.each([undefined, null, "", "a\0b", "a\nb", "\ud800", "x".repeat(256), { a: 1 }, true])(
    "that is %j is refused",
    (id) => {
      expect(() => person({ id })).toThrow("names no account");
    },
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toPerson } from "@/lib/authjs/person";

const person = (said: Record<string, unknown>, claims: object = { email_verified: true }) =>
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

  test("is always one short line that a database can store", () => {
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

  const email = "a@example.com";

  // Some providers send text (Apple, Cognito), or a number (Microsoft).
  test.each([true, "true", 1, "1"])("that the provider calls verified with %j is kept", (said) => {
    expect(person({ email }, { email_verified: said }).email).toBe(email);
    expect(person({ email, emailVerified: said }, {}).email).toBe(email);
  });

  test.each([false, "false", 0, "0", "", "yes", null, undefined, {}, [true]])(
    "that the provider calls verified with %j may be anyone's",
    (said) => {
      expect(person({ email }, { email_verified: said }).email).toBeNull();
      expect(person({ email, emailVerified: said }, {}).email).toBeNull();
    },
  );

  test("without a statement of the provider counts as unverified", () => {
    expect(person({ email }, {}).email).toBeNull();
  });
});

test.each([
  ["https://example.com/a.png", "https://example.com/a.png"],
  ["http://example.com/a.png", null],
  ["javascript:alert(1)", null],
  [`https://example.com/${"x".repeat(3000)}`, null],
  // Longer as it is kept: each letter becomes six characters.
  [`https://example.com/${"é".repeat(1000)}`, null],
  ["data:image/png;base64,x", null],
  [7, null],
])("an image: row %#", (image, expected) => {
  expect(person({ image }).image).toBe(expected);
});

describe("an id", () => {
  test.each([
    ["a number", 42, "42"],
    ["text", "a|b:c", "a|b:c"],
  ])("is refused if it is %s", (_what, id, expected) => {
    expect(person({ id }).id).toBe(expected);
  });

  test.each([undefined, null, "", "a\0b", "a\nb", "\ud800", "x".repeat(256), { a: 1 }, true])(
    "that is %j is refused",
    (id) => {
      expect(() => person({ id })).toThrow("names no account");
    },
  );
});

/** JSON of any kind, and what looks like the real thing. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary", maxLength: 600 }),
  fc
    .array(
      fc.constantFrom("\u202e", "\u2066", "\0", "\n", "\ud800", "é", "👍", "<", "@", "a", " "),
      {
        maxLength: 600,
      },
    )
    .map((parts) => parts.join("")),
  fc.emailAddress(),
  fc.webUrl(),
  fc.webPath().map((path) => `https://example.com${path}`),
  fc.string({ unit: "grapheme", maxLength: 600 }).map((path) => `https://example.com/${path}`),
  fc.integer(),
  fc.constant("x".repeat(100_000)),
);
const profile = fc.dictionary(
  fc.constantFrom("id", "name", "email", "image", "role", "extra"),
  value,
);

/** Without an id, `person` gives it one. */
const isUsable = ({ id = "42" }: Record<string, unknown>) =>
  typeof id === "number" ||
  (typeof id === "string" && /^[^\p{Cc}\p{Cs}]+$/u.test(id) && id.length <= 255);

test("the stored data of a person is always short and valid", () => {
  fc.assert(
    fc.property(profile, fc.oneof(fc.jsonValue(), fc.constant(undefined)), (said, claims) => {
      if (!isUsable(said)) {
        expect(() => person(said, claims as object)).toThrow("names no account");
        return;
      }
      const { id, name, email, image, ...rest } = person(said, claims as object);
      expect(rest).toEqual({});
      expect(id).toMatch(/^[^\p{Cc}\p{Cs}]{1,255}$/u);
      expect(name ?? "x").toMatch(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]{1,100}$/u);
      expect(email ?? "a@b").toMatch(/^[^\s@\p{Lu}\p{Cc}]+@[^\s@\p{Lu}\p{Cc}]+$/u);
      expect(email?.length ?? 0).toBeLessThanOrEqual(254);
      expect(image ?? "https://a").toMatch(/^https:\/\/[\x21-\x7e]{1,2040}$/);
    }),
    { numRuns: 1000 },
  );
});

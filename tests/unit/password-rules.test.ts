// The rules for new passwords, and their normalization.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newPasswordField, normalizePassword, resemblesOwner } from "@/lib/accounts/password-rules";
import { importWith } from "../support/isolated";
import { refuse } from "../support/settings";

// Of each property. A failure prints the seed and the path that repeat it.
fc.configureGlobal({ numRuns: 1000 });

const problem = (password: unknown) =>
  newPasswordField.safeParse(password).error?.issues[0]?.message;

describe("a new password", () => {
  test.each([
    "password",
    "Password1",
    "QWERTYUIOP",
    "iloveyou1",
    "passw0rd",
    "trustno1",
    "12345678",
  ])("is not a common one: %s", (password) => {
    expect(problem(password)).toMatch(/^Many people use this password, .* A few words in a row/);
  });

  test.each(["correct horse battery staple", "another few words in a row", "q7Zp-81x", "   x    "])(
    "may be any other: %s",
    (password) => {
      expect(problem(password)).toBeUndefined();
    },
  );

  test("has 8 to 128 characters", () => {
    expect(problem("1234567")).toMatch(/^Use at least 8 characters\. A few words/);
    expect(problem("🔑🔑🔑🔑")).toMatch(/^Use at least 8/);
    expect(problem("e\u0301".repeat(7))).toMatch(/^Use at least 8/);
    expect(problem("e\u0301".repeat(8))).toBeUndefined();
    expect(problem("🔑".repeat(128))).toBeUndefined();
    expect(problem("🔑".repeat(129))).toBe("Use at most 128 characters.");
    expect(problem("x".repeat(1_000_000))).toBe("Use at most 128 characters.");
  });

  test("has at least PASSWORD_MIN_LENGTH characters", async () => {
    const { newPasswordField } = await importWith(
      { PASSWORD_MIN_LENGTH: "15" },
      () => import("@/lib/accounts/password-rules"),
    );
    expect(newPasswordField.safeParse("x".repeat(14)).error?.issues[0]?.message).toMatch(
      /^Use at least 15 characters/,
    );
    expect(newPasswordField.safeParse("x".repeat(15)).success).toBe(true);
  });

  test("PASSWORD_MIN_LENGTH is between 8 and 64", () => {
    for (const value of ["7", "0", "65", "100", "-8", "8.5", "eight"])
      expect(refuse({ PASSWORD_MIN_LENGTH: value })).toEqual([
        "PASSWORD_MIN_LENGTH is not a number of characters from 8 to 64 → for example 15",
      ]);
  });
});

describe("the same password", () => {
  test("is the same in NFC and NFD, and with any kind of space", () => {
    expect(normalizePassword("A\u030angstro\u0308m\u00a0\u2003x")).toBe("Ångström  x");
  });

  test("differs in case, width and all other characters", () => {
    for (const kept of ["Straße", "STRASSE", "ｗｉｄｅ", "wide", "ﬁ", " x ", "\t", "\u200d"])
      expect(normalizePassword(kept)).toBe(kept);
  });

  test("stays the same when it is normalized twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const normal = normalizePassword(typed);
        expect(normalizePassword(normal)).toBe(normal);
        for (const form of ["NFC", "NFD"] as const)
          expect(normalizePassword(typed.normalize(form))).toBe(normal);
      }),
    );
  });
});

describe("a password with its owner's name or address in it", () => {
  const owner = ["Tess O'Tester", "tess.tester@mail.example.com"] as const;

  test.each([
    "Tess O'Tester",
    "tesstester",
    "TESTER-2026",
    "tess.tester@mail.example.com",
    "tester tester tester",
    "a few words of Tess",
    "mytesstesterpassword",
    "all TESS.TESTER likes",
    "tess.tester@mail.example.com is me",
    "example1",
    "retset".split("").reverse().join(""),
  ])("is refused: %s", (password) => {
    expect(resemblesOwner(password, ...owner)).toBe(true);
  });

  test.each([
    "correct horse battery staple",
    "at essays we rest",
    "testament of youth",
    "com com com com",
    "an example of a mail",
  ])("is accepted if it only resembles them, or contains a word of the domain: %s", (password) => {
    expect(resemblesOwner(password, ...owner)).toBe(false);
  });

  test("is not refused because of a missing or short name", () => {
    expect(resemblesOwner("some password", null, null)).toBe(false);
    expect(resemblesOwner("some password", "", "a@b.c")).toBe(false);
  });

  test("is never refused if it has nothing in common with the owner", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abcdef"), minLength: 0, maxLength: 30 });
    const others = fc.string({ unit: fc.constantFrom(..."uvwxyz 12"), maxLength: 30 });
    fc.assert(
      fc.property(letters, letters, others, (name, email, password) => {
        expect(resemblesOwner(password, name, email)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        (name, password) => {
          expect(typeof resemblesOwner(password, name, null)).toBe("boolean");
        },
      ),
    );
  });
});

import { execSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { AUTH_SECRET, accept, OLDER, refuse } from "../support/settings";

describe("AUTH_SECRET", () => {
  test.each([
    ["unset", undefined],
    ["empty", ""],
    ["a comma", ","],
    ["commas", ",,,"],
  ])("missing: %s", (_what, secret) => {
    expect(refuse({ AUTH_SECRET: secret })).toEqual([
      expect.stringMatching(/^AUTH_SECRET is missing → make one with: \S+/),
    ]);
  });

  test("the command in the message creates an accepted secret", () => {
    const [problem = ""] = refuse({ AUTH_SECRET: "" });
    const command = problem.split("make one with: ")[1] ?? "";
    const made = execSync(command, { encoding: "utf8" }).trim();
    expect(accept({ AUTH_SECRET: made }).AUTH_SECRET).toEqual([made]);
  });

  test.each([
    ["a word", "secret"],
    ["31 characters", AUTH_SECRET.slice(1)],
    ["31 characters and blanks", `${AUTH_SECRET.slice(1)}     `],
    ["blanks", " ".repeat(64)],
    ["one character, over and over", "a".repeat(64)],
    ["nine characters, over and over", "abcdefghi".repeat(8)],
    ["a good one, then a weak one", `${AUTH_SECRET},weak`],
    ["a weak one, then a good one", `weak,${AUTH_SECRET}`],
  ])("too weak: %s", (_what, secret) => {
    expect(refuse({ AUTH_SECRET: secret })).toEqual([
      expect.stringMatching(/^AUTH_SECRET is too weak: 32 random characters at least → make one/),
    ]);
  });

  test.each([
    ["one", AUTH_SECRET, [AUTH_SECRET]],
    ["a list, newest first", `${AUTH_SECRET},${OLDER}`, [AUTH_SECRET, OLDER]],
    ["a list with blanks", ` ${AUTH_SECRET} , ${OLDER} `, [AUTH_SECRET, OLDER]],
    ["a list that ends in a comma", `${AUTH_SECRET},`, [AUTH_SECRET]],
    ["base64, with its own padding", `${AUTH_SECRET}+/==`, [`${AUTH_SECRET}+/==`]],
  ])("accepted: %s", (_what, secret, expected) => {
    expect(accept({ AUTH_SECRET: secret }).AUTH_SECRET).toEqual(expected);
  });

  test("AUTH_SECRET_1 to _3 are newer, the highest number first, as in Auth.js", () => {
    const number = (n: number) => `${AUTH_SECRET}${n}`;
    const settings = {
      AUTH_SECRET: `${AUTH_SECRET},${OLDER}`,
      AUTH_SECRET_1: number(1),
      AUTH_SECRET_2: number(2),
      AUTH_SECRET_3: number(3),
    };
    expect(accept(settings).AUTH_SECRET).toEqual([
      number(3),
      number(2),
      number(1),
      AUTH_SECRET,
      OLDER,
    ]);
  });

  test("AUTH_SECRET_1 alone is enough, and has the same requirements", () => {
    expect(accept({ AUTH_SECRET: undefined, AUTH_SECRET_1: OLDER }).AUTH_SECRET).toEqual([OLDER]);
    expect(refuse({ AUTH_SECRET_1: "weak" })[0]).toMatch(/^AUTH_SECRET is too weak/);
  });
});

import { execSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseEnv } from "@/lib/env-schema";

const AUTH_SECRET = "wJ0x4GJm8sT1qYb7NcV2kLzR5uHfDpEa";
const OLDER = "Q9eXo3rWv6tPiKgB1mSdZy8hUjLcFn4A";
const DATABASE_URL = "postgresql://app:hunter2secret@db.internal:5432/app";

type Settings = Record<string, string | undefined>;

/** The settings that come of it; the test fails if there are problems. */
function accept(settings: Settings) {
  const result = parseEnv({ AUTH_SECRET, ...settings });
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.env;
}

/** The problems; the test fails if there are none. */
function refuse(settings: Settings): string[] {
  const result = parseEnv({ AUTH_SECRET, ...settings });
  if ("env" in result) throw new Error("accepted");
  return result.problems;
}

describe("a secret is all that is needed", () => {
  test("and the rest has defaults", () => {
    expect(accept({})).toMatchObject({
      AUTH_STRATEGY: "jwt",
      AUTH_SECRET: [AUTH_SECRET],
      AUTH_TRUST_HOST: false,
      AUTH_TIMING: false,
      SESSION_MAX_AGE: 7 * 24 * 3600,
      SESSION_UPDATE_AGE: 24 * 3600,
      SESSION_ABSOLUTE_MAX_AGE: 30 * 24 * 3600,
    });
    expect(accept({}).DATABASE_URL).toBeUndefined();
  });

  test("an empty string counts as unset", () => {
    const empty = [
      "AUTH_STRATEGY",
      "AUTH_URL",
      "AUTH_TRUST_HOST",
      "AUTH_TIMING",
      "AUTH_GITHUB_ID",
      "AUTH_GITHUB_SECRET",
      "AUTH_OIDC_ISSUER",
      "AUTH_OIDC_ID",
      "AUTH_OIDC_SECRET",
      "DATABASE_URL",
      "SESSION_MAX_AGE",
      "SESSION_UPDATE_AGE",
      "SESSION_ABSOLUTE_MAX_AGE",
      "AUTH_SECRET_1",
      "TOKEN_AUDIENCES",
    ];
    expect(accept(Object.fromEntries(empty.map((name) => [name, ""])))).toEqual(accept({}));
  });

  test("variables of other programs are nobody's business here", () => {
    expect(accept({ PATH: "/bin", HOME: "/root", npm_config_x: "y" })).toEqual(accept({}));
  });
});

describe("AUTH_STRATEGY", () => {
  test("jwt needs no database", () => {
    expect(accept({ AUTH_STRATEGY: "jwt" }).AUTH_STRATEGY).toBe("jwt");
  });

  test("database needs one", () => {
    expect(accept({ AUTH_STRATEGY: "database", DATABASE_URL })).toMatchObject({
      AUTH_STRATEGY: "database",
      DATABASE_URL,
    });
    const [problem, ...others] = refuse({ AUTH_STRATEGY: "database" });
    expect(problem).toMatch(/^DATABASE_URL is missing.+→.+AUTH_STRATEGY=jwt/);
    expect(others).toEqual([]);
  });

  test.each(["cookie", "JWT", "Database", " jwt", "jwt,database", "__proto__", "constructor"])(
    "%s is not a strategy, and the ones that are get named",
    (name) => {
      const [problem, ...others] = refuse({ AUTH_STRATEGY: name });
      expect(problem).toMatch(/^AUTH_STRATEGY is not a strategy → use one of: jwt, database/);
      expect(others).toEqual([]);
    },
  );
});

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

  test("the remedy makes one that is accepted", () => {
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

  test("AUTH_SECRET_1 to _3 are newer, the highest the newest: the order of Auth.js", () => {
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

  test("AUTH_SECRET_1 alone is enough, and is held to the same", () => {
    expect(accept({ AUTH_SECRET: undefined, AUTH_SECRET_1: OLDER }).AUTH_SECRET).toEqual([OLDER]);
    expect(refuse({ AUTH_SECRET_1: "weak" })[0]).toMatch(/^AUTH_SECRET is too weak/);
  });
});

describe("ages are seconds", () => {
  const ages = ["SESSION_MAX_AGE", "SESSION_UPDATE_AGE", "SESSION_ABSOLUTE_MAX_AGE"] as const;

  test.each(ages)("%s: any positive whole number", (name) => {
    for (const value of ["1", "2", "59", "3600", "2592000", "315360000", "9999999999"])
      expect(accept({ [name]: value })[name]).toBe(Number(value));
  });

  test.each(ages)("%s: nothing else", (name) => {
    const values = [
      "0",
      "-1",
      "1.5",
      "1e3",
      "0x10",
      "7d",
      "a",
      "NaN",
      "Infinity",
      "1 000",
      "1,000",
    ];
    for (const value of values)
      expect(refuse({ [name]: value }), value).toEqual([
        expect.stringMatching(
          new RegExp(`^${name} is not a positive whole number of seconds → for example \\d+$`),
        ),
      ]);
  });
});

describe("TOKEN_AUDIENCES", () => {
  test.each([
    ["unset", undefined, []],
    ["one", "https://service.example", ["https://service.example"]],
    ["several, with blanks", " http://localhost:4000 , mail,", ["http://localhost:4000", "mail"]],
  ])("%s", (_what, text, expected) => {
    expect(accept({ TOKEN_AUDIENCES: text }).TOKEN_AUDIENCES).toEqual(expected);
  });

  test("a forgotten comma is no name", () => {
    expect(refuse({ TOKEN_AUDIENCES: "https://a.example https://b.example" })).toEqual([
      "TOKEN_AUDIENCES has a space inside an entry → put commas between entries",
    ]);
  });
});

describe("flags", () => {
  test.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
  ])("%s", (value, expected) => {
    expect(accept({ AUTH_TRUST_HOST: value }).AUTH_TRUST_HOST).toBe(expected);
    expect(accept({ AUTH_TIMING: value }).AUTH_TIMING).toBe(expected);
  });

  test.each(["yes", "on", "TRUE", "2"])("%s is not guessed at", (value) => {
    expect(refuse({ AUTH_TRUST_HOST: value })).toEqual([
      "AUTH_TRUST_HOST is neither true nor false → write one of them",
    ]);
  });
});

describe("URLs", () => {
  test.each([
    ["AUTH_URL", "example.com"],
    ["AUTH_URL", "ftp://example.com"],
    ["AUTH_URL", "javascript:alert(1)"],
    ["AUTH_OIDC_ISSUER", "accounts.example.com"],
    ["DATABASE_URL", "mysql://localhost/app"],
    ["DATABASE_URL", "file:./dev.db"],
    ["DATABASE_URL", "localhost:5432/app"],
    ["DATABASE_URL", "https://db.internal"],
  ])("%s=%s is refused, with an example", (name, value) => {
    const oidc = {
      AUTH_OIDC_ISSUER: "https://a.example",
      AUTH_OIDC_ID: "x",
      AUTH_OIDC_SECRET: "y",
    };
    const settings = name.startsWith("AUTH_OIDC") ? oidc : {};
    expect(refuse({ ...settings, [name]: value })).toEqual([
      expect.stringMatching(`^${name} is not a URL of the right kind → for example `),
    ]);
  });

  test.each([
    ["AUTH_URL", "https://example.com"],
    ["AUTH_URL", "http://localhost:3000"],
    ["DATABASE_URL", "postgres://localhost/app"],
    ["DATABASE_URL", "postgresql://u:p%40ss@[::1]:5432/app?sslmode=require"],
  ])("%s=%s is accepted", (name, value) => {
    expect(accept({ [name]: value })).toMatchObject({ [name]: value });
  });
});

describe("a provider is set up whole or not at all", () => {
  const groups = [
    { AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" },
    {
      AUTH_OIDC_ISSUER: "https://accounts.example.com",
      AUTH_OIDC_ID: "id",
      AUTH_OIDC_SECRET: "secret",
    },
  ];

  for (const group of groups) {
    const names = Object.keys(group);

    test(`${names.join(", ")}: whole`, () => {
      expect(accept(group)).toMatchObject(group);
    });

    test.each(names)(`${names.join(", ")}: without %s`, (missing) => {
      const rest = `set all of ${names.join(", ")}, or none of them`;
      expect(refuse({ ...group, [missing]: undefined })).toEqual([
        `${missing} is missing → ${rest}`,
      ]);
      expect(refuse({ ...group, [missing]: "" })).toEqual([`${missing} is missing → ${rest}`]);
    });
  }

  test("every variable that is missing is named", () => {
    expect(refuse({ AUTH_OIDC_ID: "id" })).toHaveLength(2);
  });
});

describe("all problems at once", () => {
  const problems = refuse({
    AUTH_SECRET: "short-secret-value",
    AUTH_STRATEGY: "database",
    AUTH_TIMING: "perhaps",
    AUTH_GITHUB_SECRET: "gh-secret-value",
    AUTH_OIDC_ISSUER: "not-a-url",
    SESSION_MAX_AGE: "soon",
    SESSION_UPDATE_AGE: "later",
  });

  test("each once, by its name", () => {
    expect(problems.map((problem) => problem.split(" ")[0]).sort()).toEqual([
      "AUTH_GITHUB_ID",
      "AUTH_OIDC_ID",
      "AUTH_OIDC_ISSUER",
      "AUTH_OIDC_SECRET",
      "AUTH_SECRET",
      "AUTH_TIMING",
      "DATABASE_URL",
      "SESSION_MAX_AGE",
      "SESSION_UPDATE_AGE",
    ]);
  });

  test("each with its remedy, on one line", () => {
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+ [^\n]+ → [^\n]+$/);
  });
});

test("no value is ever repeated", () => {
  const values = {
    AUTH_SECRET: "Leak-me-1",
    AUTH_SECRET_1: "Leak-me-2",
    AUTH_STRATEGY: "Leak-me-3",
    AUTH_URL: "Leak-me-4",
    AUTH_TRUST_HOST: "Leak-me-5",
    AUTH_TIMING: "Leak-me-6",
    AUTH_GITHUB_SECRET: "Leak-me-7",
    AUTH_OIDC_ISSUER: "Leak-me-8",
    AUTH_OIDC_SECRET: "Leak-me-9",
    DATABASE_URL: "mysql://app:Leak-me-10@db",
    SESSION_MAX_AGE: "Leak-me-11",
  };
  const problems = refuse(values);
  expect(problems.length).toBeGreaterThanOrEqual(9);
  expect(problems.join("\n")).not.toContain("Leak-me");
});

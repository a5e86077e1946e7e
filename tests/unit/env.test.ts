import { describe, expect, test } from "vitest";
import { parseDatabaseUrls } from "@/lib/env-schema";
import { strategyNames } from "@/lib/session/strategies";
import { importWith } from "../support/isolated";
import { AUTH_SECRET, accept, DATABASE_URL, refuse } from "../support/settings";

// #region keep
describe("only AUTH_SECRET is required", () => {
  test("all other settings have defaults", () => {
    expect(accept({})).toMatchObject({
      AUTH_STRATEGY: "jwt",
      AUTH_SECRET: [AUTH_SECRET],
      AUTH_TRUST_HOST: false,
      AUTH_TIMING: false,
      SESSION_MAX_AGE: 7 * 24 * 3600,
      SESSION_UPDATE_AGE: 24 * 3600,
      SESSION_ABSOLUTE_MAX_AGE: 30 * 24 * 3600,
      ACCESS_TOKEN_MAX_AGE: 15 * 60,
      REFRESH_REUSE_GRACE: 10,
      SESSION_DEVICE_LIMIT: 50,
      TRUSTED_PROXY_COUNT: 1,
    });
    const optional = ["DATABASE_URL", "SESSION_IDLE_TIMEOUT"] as const;
    for (const name of optional) expect(accept({})[name]).toBeUndefined();
  });

  test("an empty string counts as unset", () => {
    const empty = [
      "AUTH_STRATEGY",
      "AUTH_STRATEGY_ALSO",
      "AUTH_URL",
      "AUTH_TRUST_HOST",
      "AUTH_TIMING",
      "AUTH_GITHUB_ID",
      "AUTH_GITHUB_SECRET",
      "AUTH_OIDC_ISSUER",
      "AUTH_OIDC_ID",
      "AUTH_OIDC_SECRET",
      "AUTH_OIDC_SCOPE",
      "DATABASE_URL",
      "SESSION_MAX_AGE",
      "SESSION_UPDATE_AGE",
      "SESSION_ABSOLUTE_MAX_AGE",
      "SESSION_IDLE_TIMEOUT",
      "SESSION_DEVICE_LIMIT",
      "TRUSTED_PROXY_COUNT",
      "ACCESS_TOKEN_MAX_AGE",
      "REFRESH_REUSE_GRACE",
      "CRON_SECRET",
      "AUTH_SECRET_1",
      "TOKEN_AUDIENCES",
    ];
    expect(accept(Object.fromEntries(empty.map((name) => [name, ""])))).toEqual(accept({}));
  });

  test("variables of other programs are ignored", () => {
    expect(accept({ PATH: "/bin", HOME: "/root", npm_config_x: "y" })).toEqual(accept({}));
  });
});
// #endregion

// #region keep
describe("AUTH_STRATEGY_ALSO", () => {
  const from = (also: string, more = {}) => ({ AUTH_STRATEGY_ALSO: also, ...more });

  test("accepts the names of strategies and of stock Auth.js", () => {
    const settings = from("database, hybrid,authjs-jwt, authjs-database", { DATABASE_URL });
    const names = ["database", "hybrid", "authjs-jwt", "authjs-database"];
    expect(accept(settings).AUTH_STRATEGY_ALSO).toEqual(names);
    expect(accept({}).AUTH_STRATEGY_ALSO).toEqual([]);
  });

  test.each([
    [
      "what is no strategy",
      from("cookie"),
      /^AUTH_STRATEGY_ALSO names what is not a strategy → use /,
    ],
    ["a property of every object", from("constructor"), /^AUTH_STRATEGY_ALSO names what is not/],
    [
      "the strategy that runs",
      from("jwt"),
      /^AUTH_STRATEGY_ALSO names AUTH_STRATEGY itself, jwt → /,
    ],
    ["one without its store", from("database"), /^DATABASE_URL is missing, .* names database/],
    ["stock rows without a table", from("authjs-database"), /^DATABASE_URL is missing, .*authjs-/],
  ])("does not accept %s", (_what, settings, problem) => {
    expect(refuse(settings)).toEqual([expect.stringMatching(problem)]);
  });
});
// #endregion

describe("CRON_SECRET", () => {
  test("must not be easy to guess", () => {
    expect(accept({ CRON_SECRET: "0123456789abcdef" }).CRON_SECRET).toBe("0123456789abcdef");
    expect(refuse({ CRON_SECRET: "0123456789abcde" })).toEqual([
      expect.stringMatching(/^CRON_SECRET is too short: .* → make one with: /),
    ]);
  });
});

// #region keep
describe("AUTH_STRATEGY", () => {
  test("jwt needs no database", () => {
    expect(accept({ AUTH_STRATEGY: "jwt" }).AUTH_STRATEGY).toBe("jwt");
  });

  test.each(["database", "hybrid"])("%s needs one", (name) => {
    expect(accept({ AUTH_STRATEGY: name, DATABASE_URL })).toMatchObject({
      AUTH_STRATEGY: name,
      DATABASE_URL,
    });
    for (const url of [undefined, ""])
      expect(refuse({ AUTH_STRATEGY: name, DATABASE_URL: url })).toEqual([
        `DATABASE_URL is missing, and AUTH_STRATEGY=${name} keeps its sessions there → set it, or use AUTH_STRATEGY=jwt`,
      ]);
  });

  test.each(["cookie", "JWT", "Database", " jwt", "jwt,database", "__proto__", "constructor"])(
    "%s is not a strategy, and the ones that are get named",
    (name) => {
      const [problem, ...others] = refuse({ AUTH_STRATEGY: name });
      expect(problem).toBe(
        `AUTH_STRATEGY is not a strategy → use one of: ${strategyNames.join(", ")}`,
      );
      expect(others).toEqual([]);
    },
  );
});
// #endregion

describe("SESSION_DEVICE_LIMIT", () => {
  test("is a number of sessions, or 0 for no limit", () => {
    for (const value of ["1", "3", "9999999999"])
      expect(accept({ SESSION_DEVICE_LIMIT: value }).SESSION_DEVICE_LIMIT).toBe(Number(value));
    expect(accept({ SESSION_DEVICE_LIMIT: "0" }).SESSION_DEVICE_LIMIT).toBeUndefined();
  });

  test("refuses other values", () => {
    for (const value of ["-1", "00", "1.5", "many", "Infinity", " 3"])
      expect(refuse({ SESSION_DEVICE_LIMIT: value })).toEqual([
        "SESSION_DEVICE_LIMIT is not a whole number of sessions → for example 3, or 0 for any number",
      ]);
  });
});

describe("TRUSTED_PROXY_COUNT", () => {
  test("is a number of proxies, 0 for none", () => {
    for (const value of ["0", "1", "9"])
      expect(accept({ TRUSTED_PROXY_COUNT: value }).TRUSTED_PROXY_COUNT).toBe(Number(value));
    for (const value of ["-1", "10", "one", "1.0", "true"])
      expect(refuse({ TRUSTED_PROXY_COUNT: value })).toEqual([
        "TRUSTED_PROXY_COUNT is not a number of proxies from 0 to 9 → for example 1",
      ]);
  });
});

describe("ages are seconds", () => {
  const numbers = [
    ["SESSION_MAX_AGE", "seconds"],
    ["SESSION_UPDATE_AGE", "seconds"],
    ["SESSION_ABSOLUTE_MAX_AGE", "seconds"],
    ["SESSION_IDLE_TIMEOUT", "seconds"],
    ["ACCESS_TOKEN_MAX_AGE", "seconds"],
    ["REFRESH_REUSE_GRACE", "seconds"],
  ] as const;

  test.each(numbers)("%s: any positive whole number", (name) => {
    for (const value of ["1", "2", "59", "3600", "2592000", "315360000", "9999999999"])
      expect(accept({ [name]: value })[name]).toBe(Number(value));
  });

  test.each(numbers)("%s: refuses other values", (name, unit) => {
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
          new RegExp(`^${name} is not a positive whole number of ${unit} → for example \\d+$`),
        ),
      ]);
  });
});

test("the session policy is made of these settings", async () => {
  const settings = {
    SESSION_MAX_AGE: "1",
    SESSION_UPDATE_AGE: "2",
    SESSION_ABSOLUTE_MAX_AGE: "3",
    SESSION_IDLE_TIMEOUT: "4",
    SESSION_DEVICE_LIMIT: "5",
    ACCESS_TOKEN_MAX_AGE: "6",
    REFRESH_REUSE_GRACE: "7",
    SESSION_SHORT_MAX_AGE: "8",
  };
  const { sessionPolicy } = await importWith(
    { AUTH_SECRET, ...settings },
    () => import("@/lib/env"),
  );
  expect(sessionPolicy).toEqual({
    maxAge: 1,
    updateAge: 2,
    absoluteMaxAge: 3,
    idleTimeout: 4,
    deviceLimit: 5,
    accessMaxAge: 6,
    reuseGrace: 7,
    shortMaxAge: 8,
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

  test("a missing comma is refused", () => {
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

test("AUTH_OIDC_SCOPE must contain openid", () => {
  expect(accept({}).AUTH_OIDC_SCOPE).toBe("openid profile email");
  const AUTH_OIDC_SCOPE = "email openid offline_access";
  expect(accept({ AUTH_OIDC_SCOPE })).toMatchObject({ AUTH_OIDC_SCOPE });
  for (const scope of ["profile email", "openidx", "x-openid email"])
    expect(refuse({ AUTH_OIDC_SCOPE: scope })).toEqual([
      expect.stringMatching("^AUTH_OIDC_SCOPE does not have openid in it → "),
    ]);
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
    // #region redis
    ["REDIS_URL", "localhost:6379"],
    ["REDIS_URL", "http://localhost:6379"],
    // #endregion
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
    // #region redis
    ["REDIS_URL", "redis://localhost:6379"],
    ["REDIS_URL", "rediss://default:p%40ss@cache.internal:6380/1"],
    // #endregion
    ["DATABASE_URL", "postgresql://u:p%40ss@[::1]:5432/app?sslmode=require"],
  ])("%s=%s is accepted", (name, value) => {
    expect(accept({ [name]: value })).toMatchObject({ [name]: value });
  });
});

test("AUTH_URL is an origin: a path is removed", () => {
  for (const AUTH_URL of [
    "https://app.example/api/auth",
    "HTTPS://App.example/",
    "https://app.example",
  ])
    expect(accept({ AUTH_URL })).toMatchObject({ AUTH_URL: "https://app.example" });
});

describe("quotes around a value, which Docker's --env-file keeps", () => {
  test.each(['"', "'"])("%s", (quote) => {
    const settings = {
      AUTH_STRATEGY: "database",
      AUTH_SECRET: `${AUTH_SECRET},${AUTH_SECRET}1`,
      AUTH_SECRET_1: `${AUTH_SECRET}2`,
      AUTH_URL: "https://app.example",
      AUTH_TRUST_HOST: "true",
      AUTH_OIDC_SCOPE: "openid email",
      CRON_SECRET: "0123456789abcdef",
      DATABASE_URL,
      SESSION_MAX_AGE: "60",
      TRUSTED_PROXY_COUNT: "2",
    };
    const quoted = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, quote + value + quote]),
    );
    expect(accept(quoted)).toEqual(accept(settings));
    expect(parseDatabaseUrls(quoted)).toEqual({ env: { DATABASE_URL } });
  });

  test("without content count as unset", () => {
    expect(accept({ AUTH_URL: '""', REDIS_URL: "''" })).toEqual(accept({}));
  });

  test("are part of the value if they are not a pair", () => {
    const AUTH_GITHUB_SECRET = "\"secret'";
    expect(accept({ AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET })).toMatchObject({
      AUTH_GITHUB_SECRET,
    });
  });
});

describe("the settings of a provider must be complete", () => {
  const groups = [
    { AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" },
    { AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "secret" },
    { AUTH_MICROSOFT_ENTRA_ID_ID: "id", AUTH_MICROSOFT_ENTRA_ID_SECRET: "secret" },
    { AUTH_APPLE_ID: "id", AUTH_APPLE_SECRET: "secret" },
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

  test("every missing variable is named", () => {
    expect(refuse({ AUTH_OIDC_ID: "id" })).toHaveLength(2);
  });

  test("the tenant alone has no effect, and is refused", () => {
    const issuer = "https://login.microsoftonline.com/TENANT/v2.0";
    const [id, secret] = ["AUTH_MICROSOFT_ENTRA_ID_ID", "AUTH_MICROSOFT_ENTRA_ID_SECRET"];
    const rest = `is missing → set all of ${id}, ${secret}, or remove AUTH_MICROSOFT_ENTRA_ID_ISSUER`;
    expect(refuse({ AUTH_MICROSOFT_ENTRA_ID_ISSUER: issuer })).toEqual([
      `${id} ${rest}`,
      `${secret} ${rest}`,
    ]);
  });
});

// #region keep
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

  test("each variable is named once", () => {
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

  test("each problem has its fix on one line", () => {
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+ [^\n]+ → [^\n]+$/);
  });
});
// #endregion

test("messages never contain a value", () => {
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

describe("mail", () => {
  const SMTP_URL = "smtp://user:p%40ss@smtp.example.com:587";
  const EMAIL_FROM = "Example <no-reply@example.com>";

  test.each(["no-reply@example.com", EMAIL_FROM])("from %s", (EMAIL_FROM) => {
    expect(accept({ SMTP_URL, EMAIL_FROM })).toMatchObject({ SMTP_URL, EMAIL_FROM });
  });

  test("requires a sender", () => {
    expect(refuse({ SMTP_URL }).join()).toContain("EMAIL_FROM is missing, and SMTP_URL is set →");
  });

  test.each(["smtp.example.com:587", "http://smtp.example.com", "smtp://", "smtp://a b"])(
    "is not sent by %s",
    (SMTP_URL) => {
      expect(refuse({ SMTP_URL, EMAIL_FROM }).join()).toContain(
        "SMTP_URL is not a URL of the right kind",
      );
    },
  );

  test.each(["nobody", "A <a@b", "a@b.example\nBcc: x@y.example", "<>"])(
    "is not from %j",
    (EMAIL_FROM) => {
      expect(refuse({ SMTP_URL, EMAIL_FROM }).join()).toContain("EMAIL_FROM is not an address");
    },
  );
});

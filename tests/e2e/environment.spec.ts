// `npm start` with invalid settings fails, and prints every problem with its fix.
import { spawn } from "node:child_process";
import { expect, test } from "@playwright/test";
import { AUTH_SECRET, unsetSettings } from "../support/e2e-app";

interface Refusal {
  what: string;
  env: Record<string, string>;
  /** One for each line: the variable, and words of the problem and of the remedy. */
  says: RegExp[];
}

const refusals: Refusal[] = [
  // #region keep
  {
    what: "an unknown strategy",
    env: { AUTH_STRATEGY: "cookies", AUTH_SECRET },
    says: [/AUTH_STRATEGY .*not a strategy.* → .*jwt.*database/],
  },
  // #endregion
  { what: "no secret", env: {}, says: [/AUTH_SECRET is missing → make one with/] },
  {
    what: "a weak secret",
    env: { AUTH_SECRET: "changeme" },
    says: [/AUTH_SECRET is too weak.* → make one with/],
  },
  // #region keep
  {
    what: "the database strategy without a database",
    env: { AUTH_STRATEGY: "database", AUTH_SECRET },
    says: [/DATABASE_URL is missing.* → set it/],
  },
  // #endregion
  {
    what: "half a provider",
    env: { AUTH_SECRET, AUTH_GITHUB_ID: "x" },
    says: [/AUTH_GITHUB_SECRET is missing → set all of/],
  },
  {
    what: "everything at once",
    env: {
      // #region keep
      AUTH_STRATEGY: "nonsense",
      // #endregion
      AUTH_SECRET: "short",
      DATABASE_URL: "mysql://localhost",
      AUTH_OIDC_ISSUER: "https://accounts.example.com",
      SESSION_MAX_AGE: "a week",
    },
    says: [
      // #region keep
      /AUTH_STRATEGY .* → /,
      // #endregion
      /AUTH_SECRET .* → /,
      /DATABASE_URL .* → /,
      /AUTH_OIDC_ID .* → /,
      /AUTH_OIDC_SECRET .* → /,
      /SESSION_MAX_AGE .* → /,
    ],
  },
];

/** The other settings that an app needs. */
const base = {
  // kept: DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
};

for (const { what, env, says } of refusals)
  test(`npm start refuses ${what}`, async () => {
    const { code, output } = await npmStart({ ...base, ...env });
    expect(code, output).toBeGreaterThan(0);
    for (const line of says) expect(output).toMatch(line);
    const problems = output.split("\n").filter((line) => line.includes(" → "));
    expect(problems, "one line for each problem").toHaveLength(says.length);
    expect(output).not.toMatch(/^\s+at /m);
    for (const secret of [env.AUTH_SECRET, env.DATABASE_URL].filter(Boolean))
      expect(output, "no value is repeated").not.toContain(secret);
  });

/** Waits for the exit code. A server that starts is stopped and has no code. */
function npmStart(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn("npm", ["start", "--silent", "--", "-p", "0"], {
      env: { ...process.env, ...unsetSettings(), ...env, NEXT_TELEMETRY_DISABLED: "1" },
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data) => {
        output += data;
      });
    const group = -(child.pid ?? 0);
    const timer = setTimeout(() => process.kill(group), 20_000);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

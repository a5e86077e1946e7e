// Tokens for other services, verified by a Python library (Debian's python3-jwt), which fetches the published keys itself.
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { createDatabase } from "../support/databases";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
import { missing } from "../support/programs";
import { startImage } from "../support/standalone";

const library = existsSync("/usr/lib/python3/dist-packages/jwt");
if (!library) missing("python3-jwt", "how Python reads our tokens");

const databaseUrl = await createDatabase({ migrated: true });
const database = openTestDatabase(databaseUrl);
afterAll(() => database.close());

const audience = "https://service.example";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ format: "pem", type: "pkcs8" }) as string;

interface Question {
  url: string;
  token: string;
  algorithm: string;
  asked?: string;
}

/** The result of the Python service. */
async function verify({ url, token, algorithm, asked = audience }: Question): Promise<string> {
  const words = [`${url}/.well-known/jwks.json`, url, asked, algorithm];
  // Not the first `python3` of PATH: Debian's has Debian's libraries.
  const run = promisify(execFile)("/usr/bin/python3", ["tests/support/verify-token.py", ...words]);
  run.child.stdin?.end(token);
  return (await run).stdout.trim();
}

test.skipIf(!library).each([
  ["EdDSA", {}],
  ["ES256", { TOKEN_ALGORITHM: "ES256" }],
  ["RS256", { TOKEN_ALGORITHM: "RS256", TOKEN_SIGNING_KEY: pem }],
])("%s", async (algorithm, settings) => {
  const { url } = await startImage({
    AUTH_STRATEGY: "database",
    DATABASE_URL: databaseUrl,
    AUTH_TRUST_HOST: "true",
    ...settings,
  });
  const client = createClient(url);
  const user = await database.createUser();
  await client.signIn(user);
  const answer = await client.post("/api/token", JSON.stringify({ audience }), {
    "content-type": "application/json",
  });
  const { token } = answer.json() as { token: string };

  expect(await verify({ url, token, algorithm })).toBe(user.id);
  const [header, claims, signature = ""] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  const forged = `${header}.${claims}.${bytes.toString("base64url")}`;
  expect(await verify({ url, token: forged, algorithm })).toBe("InvalidSignatureError");
  const asked = "https://other.example";
  expect(await verify({ url, token, algorithm, asked })).toBe("InvalidAudienceError");
  expect(await verify({ url, token, algorithm: "HS256" })).toBe("InvalidAlgorithmError");
});

// What `signIn("credentials")` of next-auth/react relies on, and what an attacker tries on it.
import type { Client } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";

test("the right password gives a session and says where to go", async ({
  newClient,
  appUrl,
  user,
  trait,
}) => {
  const client = newClient();
  const answer = await client.signIn(user, { callbackUrl: "/admin?a=b" });
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ url: `${appUrl}/admin?a=b` });
  expect(answer.setCookies.get(trait.cookie)).toBeDefined();
  expect((await client.get("/api/me")).status).toBe(200);
});

test("a form post without that header is answered with a redirect", async ({
  newClient,
  appUrl,
  user,
}) => {
  const client = newClient();
  const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
  const { email, password } = user;
  const fields = { csrfToken, email, password, callbackUrl: "/account" };
  const answer = await client.post("/api/auth/callback/credentials", fields);
  expect(answer.status).toBe(302);
  expect(answer.headers.get("location")).toBe(`${appUrl}/account`);
  expect((await client.get("/api/me")).status).toBe(200);
});

test("a wrong password and an unknown email differ in nothing", async ({
  newClient,
  appUrl,
  user,
}) => {
  const answers = [];
  for (const { email, password } of [
    { email: user.email, password: "not the password" },
    { email: `nobody-${crypto.randomUUID()}@example.com`, password: user.password },
    { email: "no email at all", password: user.password },
  ]) {
    const client = newClient();
    const { status, text, setCookies } = await client.signIn({ email, password });
    answers.push({ status, text, cookies: [...setCookies.keys()] });
  }
  const url = `${appUrl}/sign-in?error=CredentialsSignin&code=credentials`;
  expect(answers[0]).toEqual({
    status: 200,
    text: JSON.stringify({ url }),
    cookies: expect.any(Array),
  });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test("a wrong password and an unknown email take the same time", async ({ newClient, user }) => {
  const known: number[] = [];
  const unknown: number[] = [];
  // In turns, so that whatever else the machine does meets both alike.
  for (let round = 0; round < 15; round++) {
    known.push(await timeAttempt(newClient, user.email));
    unknown.push(await timeAttempt(newClient, `nobody-${crypto.randomUUID()}@example.com`));
  }
  // Without a hash to compute, it would be a fraction.
  const ratio = median(unknown) / median(known);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.67);
});

test("a sign-in without the CSRF token signs nobody in", async ({ newClient, user, trait }) => {
  const client = newClient();
  const { email, password } = user;
  for (const csrfToken of ["", "0".repeat(64)]) {
    const fields = { csrfToken, email, password };
    const answer = await client.post("/api/auth/callback/credentials", fields);
    expect(answer.status).toBeLessThan(500);
    expect(answer.setCookies.has(trait.cookie)).toBe(false);
  }
});

test("after twenty wrong passwords the right one has to wait, on this account alone", async ({
  newClient,
  user,
  database,
}) => {
  const client = newClient({ "x-forwarded-for": "203.0.113.7" });
  const attempts = Array.from({ length: 20 }, () => client.signIn({ ...user, password: "wrong" }));
  for (const { text } of await Promise.all(attempts)) expect(text).toContain("CredentialsSignin");
  const { text } = await newClient().signIn(user);
  expect(text).toContain("too-many-attempts");

  const somebodyElse = await database.createUser();
  expect((await client.signIn(somebodyElse)).text).not.toContain("error");
});

type NewClient = (headers?: Record<string, string>) => Client;

async function timeAttempt(newClient: NewClient, email: string): Promise<number> {
  const client = newClient({ "x-forwarded-for": "203.0.113.8" });
  const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
  const start = performance.now();
  await client.post("/api/auth/callback/credentials", { csrfToken, email, password: "wrong" });
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

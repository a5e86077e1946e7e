// The route of `signIn("credentials")` of next-auth/react, and attacks on it.
import { expect, test } from "../support/e2e-test";

test("the right password gives a session and the URL to open", async ({
  newClient,
  appUrl,
  user,
  trait,
}) => {
  const client = newClient();
  const answer = await client.signIn(user, { callbackUrl: "/account?a=b" });
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ url: `${appUrl}/account?a=b` });
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

test("a wrong password and an unknown email get identical answers", async ({
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

test("after twenty wrong passwords the right one is refused, only for this account", async ({
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

// What a server loads to say who is signed in. On a serverless platform, users wait for it after each start.
import { AUTH_SECRET, unsetSettings } from "../support/e2e-app";
import { getStage } from "../support/e2e-stage";
import { expect, test } from "../support/e2e-test";
import { packagesOf, startServerless } from "../support/serverless.mjs";

/** Packages of the app that are for other things. */
const UNNEEDED = [
  "@auth/core",
  "@auth/prisma-adapter",
  "@node-rs/argon2",
  "@prisma/adapter-pg",
  "@prisma/client",
  "@redis/client",
  "@simplewebauthn/server",
  "next-auth",
  "nodemailer",
  "oauth4webapi",
];

test("to say who is signed in, a server loads only the packages that it needs", async ({
  strategy,
  trait,
  user,
  newClient,
}) => {
  const client = newClient();
  await client.signIn(user);
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const server = await startServerless(".", {
    ...unsetSettings(),
    AUTH_SECRET,
    AUTH_STRATEGY: strategy,
    DATABASE_URL: getStage().strategies[strategy].databaseUrl,
    VERCEL: "1",
  });
  const answer = await fetch(`${server.url}/api/me`, { headers: { cookie } });
  expect(await answer.json()).toMatchObject({ user: { email: user.email } });
  const loaded = packagesOf((await server.usage()).files);
  await server.stop();

  expect(loaded).toContain("next");
  expect(loaded.includes("pg")).toBe(trait.asksStore);
  expect(loaded.filter((name) => UNNEEDED.includes(name))).toEqual([]);
});

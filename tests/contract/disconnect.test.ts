// Disconnecting a provider's account: the last way to sign in is kept, even with parallel requests.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { SessionUser } from "@/lib/session/strategy";
import { addUser, sql } from "../support/database";
import { importWith } from "../support/isolated";
import { oidcSettings } from "../support/oidc";

const { disconnect, connectedProviders, listConnections } = await importWith(
  { ...oidcSettings("http://localhost:9"), AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" },
  () => import("@/lib/accounts/connections"),
);

async function connect({ id }: SessionUser, ...providers: string[]) {
  for (const provider of providers)
    await sql(
      `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt")
       VALUES ($1, 'oidc', $2, $3, now())`,
      [id, provider, randomUUID()],
    );
}
const left = async ({ id }: SessionUser) =>
  (await connectedProviders(id)).map(({ id }) => id).sort();

test("the only provider can be disconnected if the user has a password", async () => {
  const user = await addUser({ password: "some password" });
  await connect(user, "oidc");
  expect(await disconnect(user.id, "oidc")).toBe("done");
  expect(await left(user)).toEqual([]);
  expect(await disconnect(user.id, "oidc")).toBe("gone");
});

test("the last provider cannot be disconnected without a password", async () => {
  const user = await addUser();
  await connect(user, "oidc", "github");
  expect(await disconnect(user.id, "oidc")).toBe("done");
  expect(await disconnect(user.id, "github")).toBe("last-way-in");
  expect(await left(user)).toEqual(["github"]);
});

test("of two parallel disconnections, one is refused", async () => {
  for (let round = 0; round < 5; round++) {
    const user = await addUser();
    await connect(user, "oidc", "github");
    const outcomes = await Promise.all(
      ["oidc", "github"].map((provider) => disconnect(user.id, provider)),
    );
    expect(outcomes.sort()).toEqual(["done", "last-way-in"]);
    expect(await left(user)).toHaveLength(1);
  }
});

test("an account of a provider that is no longer configured does not count as a way to sign in", async () => {
  const user = await addUser();
  await connect(user, "oidc", "gone-provider");
  expect(await left(user)).toEqual(["oidc"]);
  expect(await disconnect(user.id, "oidc")).toBe("last-way-in");
  expect(await disconnect(user.id, "gone-provider")).toBe("done");
});

test("accounts of other users are not changed", async () => {
  const [user, other] = [await addUser({ password: "some password" }), await addUser()];
  await connect(other, "oidc");
  expect(await disconnect(user.id, "oidc")).toBe("gone");
  expect(await left(other)).toEqual(["oidc"]);
});

// #region email
test("a sign-in link counts as a way to sign in if mail is configured and the address is confirmed", async () => {
  const settings = {
    ...oidcSettings("http://localhost:9"),
    SMTP_URL: "smtp://localhost:9",
    EMAIL_FROM: "no-reply@example.com",
  };
  const withMail = await importWith(settings, () => import("@/lib/accounts/connections"));
  const user = await addUser();
  await connect(user, "oidc");
  expect(await withMail.disconnect(user.id, "oidc")).toBe("last-way-in");
  await sql(`UPDATE "User" SET "emailVerified" = now() WHERE id = $1`, [user.id]);
  expect(await disconnect(user.id, "oidc"), "without mail").toBe("last-way-in");
  expect(await withMail.disconnect(user.id, "oidc")).toBe("done");
});
// #endregion

test("many accounts at one provider are one entry, so the list stays short", async () => {
  const user = await addUser();
  await connect(user, "github", ...Array(300).fill("oidc"), "github");
  const found = await listConnections(user.id);
  expect(found.map(({ provider }) => provider)).toEqual(["github", "oidc"]);
  expect(found[0]?.createdAt).toEqual(expect.any(Date));
  expect(await disconnect(user.id, "oidc")).toBe("done");
  expect(await listConnections(user.id)).toHaveLength(1);
});

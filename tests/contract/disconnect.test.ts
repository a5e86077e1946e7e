// Taking a provider's account from a user: never the last way in, however many are taken at once.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { SessionUser } from "@/lib/session/strategy";
import { addUser, sql } from "../support/database";
import { importWith } from "../support/isolated";
import { oidcSettings } from "../support/oidc";

const { disconnect, connectedProviders } = await importWith(
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

test("with a password, the only one can be taken", async () => {
  const user = await addUser({ password: "some password" });
  await connect(user, "oidc");
  expect(await disconnect(user.id, "oidc")).toBe("done");
  expect(await left(user)).toEqual([]);
  expect(await disconnect(user.id, "oidc")).toBe("gone");
});

test("without one, the last stays", async () => {
  const user = await addUser();
  await connect(user, "oidc", "github");
  expect(await disconnect(user.id, "oidc")).toBe("done");
  expect(await disconnect(user.id, "github")).toBe("last-way-in");
  expect(await left(user)).toEqual(["github"]);
});

test("of two that are taken at once, one stays", async () => {
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

test("one of a provider that is not set up here any more is no way in", async () => {
  const user = await addUser();
  await connect(user, "oidc", "gone-provider");
  expect(await left(user)).toEqual(["oidc"]);
  expect(await disconnect(user.id, "oidc")).toBe("last-way-in");
  expect(await disconnect(user.id, "gone-provider")).toBe("done");
});

test("another user's are not touched", async () => {
  const [user, other] = [await addUser({ password: "some password" }), await addUser()];
  await connect(other, "oidc");
  expect(await disconnect(user.id, "oidc")).toBe("gone");
  expect(await left(other)).toEqual(["oidc"]);
});

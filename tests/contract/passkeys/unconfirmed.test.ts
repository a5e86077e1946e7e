// Anyone may sign up with the address of someone else, add a passkey, and wait until its owner uses the account.
import { expect, test } from "vitest";
import { resetPassword } from "@/features/email/reset-password";
import { takeSignIn } from "@/features/email/sign-in";
import { issueToken } from "@/features/email/tokens";
import { listPasskeys } from "@/features/passkeys/table";
import { nameWaysIn } from "@/lib/accounts/ways-in";
import type { SessionUser } from "@/lib/session/strategy";
import { addUser, sql } from "../../support/database";
import { addPasskey } from "../../support/passkeys";
import { everyStrategy, setUp } from "../../support/strategies";

const { strategy } = setUp(everyStrategy[0] as (typeof everyStrategy)[number]);

const token = (purpose: "sign-in" | "reset-password", { id, email }: SessionUser) =>
  issueToken(purpose, { userId: id, email: email ?? "" });

const ways: [string, (user: SessionUser) => Promise<unknown>][] = [
  ["a link that signs in", async (user) => takeSignIn(await token("sign-in", user), { strategy })],
  [
    "a reset",
    async (user) => {
      const password = "another few words in a row";
      return resetPassword({ token: await token("reset-password", user), password }, { strategy });
    },
  ],
];

test.each(ways)("%s removes passkeys of an unconfirmed address", async (_, use) => {
  const user = await addUser();
  await addPasskey(user);
  await use(user);
  expect(await listPasskeys(user.id)).toEqual([]);
});

test.each(ways)("%s keeps passkeys of a confirmed address", async (_, use) => {
  const user = await addUser();
  await sql(`UPDATE "User" SET "emailVerified" = now() WHERE id = $1`, [user.id]);
  await addPasskey(user);
  await use(user);
  expect(await listPasskeys(user.id)).toHaveLength(1);
});

test("a user who changes the password learns that passkeys still work", async () => {
  const user = await addUser();
  expect(await nameWaysIn(user.id)).toBe("");
  await addPasskey(user);
  expect(await nameWaysIn(user.id)).toBe("1 passkey");
  await addPasskey(user);
  expect(await nameWaysIn(user.id)).toBe("2 passkeys");
});

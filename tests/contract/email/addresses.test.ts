// Signing in and signing up by mail, and addresses that are confirmed or changed.
import { describe, expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.DEMO = "1";
});

import { confirmEmail } from "@/features/email/address";
import { sendChangeLink, sendLink } from "@/features/email/links";
import { findSignIn, takeSignIn } from "@/features/email/sign-in";
import { findSignUp, finishSignUp, startSignUp } from "@/features/email/sign-up";
import { findToken } from "@/features/email/tokens";
import { hasPassword, signUpForm } from "@/lib/accounts/credentials";
import { hashPassword } from "@/lib/accounts/password";
import { password } from "../../support/authjs";
import { HOUR, MINUTE } from "../../support/clock";
import { addUser, disableUser, sql, tablesThatContain } from "../../support/database";
import { from, subjectsFor, tokenFor } from "../../support/mail";
import { everyStrategy, setUp, storedSessions } from "../../support/strategies";

// The real function, with counted calls.
vi.mock("@/lib/accounts/password", { spy: true });

const newEmail = () => `new-${crypto.randomUUID()}@example.com`;
const verify = (id: string) => sql(`UPDATE "User" SET "emailVerified" = now() WHERE id = $1`, [id]);
const verifiedAt = async (email: string) =>
  (await sql(`SELECT "emailVerified" AS at FROM "User" WHERE email = $1`, [email]))[0]?.at;

async function askedToSignIn({ isVerified = true } = {}) {
  const user = await addUser({ password });
  if (isVerified) await verify(user.id);
  const email = user.email ?? "";
  await sendLink("sign-in", email, from);
  return { user, email, token: tokenFor(email) };
}

describe.each(everyStrategy)("%s: signing in by link", (name) => {
  test("works once, also of twenty parallel uses, for a quarter of an hour", async () => {
    const { strategy } = setUp(name);
    const { user, token } = await askedToSignIn();
    const late = Date.now() + 15 * MINUTE;
    expect(await takeSignIn(token, { strategy, now: late })).toBeNull();
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => takeSignIn(token, { strategy })),
    );
    expect(taken.filter((found) => found !== null)).toEqual([user]);
    expect(await hasPassword(user.id)).toBe(true);
  });

  test("to an unconfirmed address removes the earlier ways to sign in and ends the sessions", async () => {
    const { strategy } = setUp(name);
    const { user, email, token } = await askedToSignIn({ isVerified: false });
    const planted = await strategy.create(user);
    expect(await findSignIn(token)).toEqual({ email, isVerified: false });
    expect(await takeSignIn(token, { strategy })).toEqual(user);
    expect(await hasPassword(user.id)).toBe(false);
    expect(await verifiedAt(email)).not.toBeNull();
    if (strategy.revocation) {
      expect(await storedSessions(strategy, user)).toEqual([]);
      expect(await strategy.read(planted.cookie, { fresh: true })).toBeNull();
    }
  });

  test("is refused for a user who was disabled meanwhile", async () => {
    const { strategy } = setUp(name);
    const { user, token } = await askedToSignIn();
    await disableUser(user);
    expect(await findSignIn(token)).toBeNull();
    expect(await takeSignIn(token, { strategy })).toBeNull();
  });
});

describe("signing up by mail", () => {
  const start = async (email: string, words = password) =>
    (await startSignUp(signUpForm.parse({ name: "New One", email, password: words }), from))();

  test("does the same before the answer, whether or not the address has an account", async () => {
    const { email: taken } = await addUser({ password });
    for (const email of [taken ?? "", newEmail()]) {
      vi.mocked(hashPassword).mockClear();
      const form = signUpForm.parse({ name: "N", email, password });
      const mailLater = await startSignUp(form, from);
      expect(hashPassword).toHaveBeenCalledTimes(1);
      expect(subjectsFor(email)).toEqual([]);
      await mailLater();
      expect(subjectsFor(email)).toHaveLength(1);
    }
    expect(subjectsFor(taken)).toEqual(["You already have an account"]);
  });

  test("creates a user only with the link and the password", async () => {
    const email = newEmail();
    await start(email);
    const link = tokenFor(email);
    expect(await tablesThatContain(email)).toEqual([]);
    expect(Buffer.from(link.split(".")[3] ?? "", "base64url").toString()).not.toContain(email);
    expect(await findSignUp(link)).toBe(email);
    expect(await finishSignUp({ link, password: "not that one" })).toBe("wrong-password");
    expect(await tablesThatContain(email)).toEqual([]);
    const made = await Promise.all([1, 2, 3].map(() => finishSignUp({ link, password })));
    expect(made.filter((answer) => answer === "taken")).toHaveLength(2);
    expect(made).toContainEqual({ email, next: "/account" });
    expect(await verifiedAt(email)).not.toBeNull();
  });

  test("expires after an hour, and a changed link is refused", async () => {
    const email = newEmail();
    await start(email);
    const link = tokenFor(email);
    const now = Date.now() + HOUR;
    expect(await findSignUp(link, now)).toBeNull();
    expect(await finishSignUp({ link, password }, { now })).toBe("invalid-link");
    expect(await findSignUp(`${link.slice(0, -2)}AA`)).toBeNull();
    expect(await findSignUp("x")).toBeNull();
  });

  test("sends at most five mails per hour to one address", async () => {
    const email = newEmail();
    for (let n = 0; n < 7; n++) await start(email);
    expect(subjectsFor(email)).toHaveLength(5);
  });
});

describe("confirming an address", () => {
  test("marks the address as confirmed, once", async () => {
    const { id: by, email } = await addUser();
    await sendLink("verify-email", email ?? "", from);
    const token = tokenFor(email);
    expect(await verifiedAt(email ?? "")).toBeNull();
    expect(await confirmEmail("change-email", token, { by })).toBeNull();
    expect(await confirmEmail("verify-email", token, { by })).toMatchObject({
      email,
      before: null,
    });
    expect(await verifiedAt(email ?? "")).not.toBeNull();
    expect(await confirmEmail("verify-email", token, { by })).toBeNull();
  });

  test("is refused where the account is not signed in", async () => {
    const [user, other] = [await addUser(), await addUser()];
    const email = user.email ?? "";
    await sendLink("verify-email", email, from);
    const token = tokenFor(email);
    for (const by of [undefined, other.id])
      expect(await confirmEmail("verify-email", token, { by })).toBe("other-user");
    expect(await verifiedAt(email)).toBeNull();
    expect(await confirmEmail("verify-email", token, { by: user.id })).toMatchObject({ email });
  });

  test("succeeds once of twenty parallel requests", async () => {
    const { id: by, email } = await addUser();
    await sendLink("verify-email", email ?? "", from);
    const token = tokenFor(email);
    const all = await Promise.all(
      Array.from({ length: 20 }, () => confirmEmail("verify-email", token, { by })),
    );
    expect(all.filter(Boolean)).toHaveLength(1);
  });
});

describe("changing an address", () => {
  async function asked() {
    const user = await addUser({ password });
    const email = newEmail();
    await sendChangeLink(user.id, email, from);
    return { user, email, token: tokenFor(email) };
  }

  test("happens when the new address is confirmed, once of twenty parallel requests", async () => {
    const { user, email, token } = await asked();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => confirmEmail("change-email", token, { by: user.id })),
    );
    const won = all.filter((answer) => answer !== null);
    expect(won).toEqual([{ userId: user.id, email, before: user.email }]);
    expect(await verifiedAt(email)).not.toBeNull();
  });

  test("invalidates links that were sent to the old address", async () => {
    const { user, token } = await asked();
    await sendLink("reset-password", user.email ?? "", from);
    const old = tokenFor(user.email);
    await confirmEmail("change-email", token, { by: user.id });
    expect(await findToken("reset-password", old)).toBeNull();
  });

  test("to an address of another user notifies only that user", async () => {
    const [user, other] = [await addUser(), await addUser()];
    await sendChangeLink(user.id, other.email ?? "", from);
    expect(subjectsFor(other.email)).toEqual(["You already have an account"]);
    expect(tokenFor(other.email)).toBe("");
  });

  test("is refused where the account is not signed in, even to the owner of the address", async () => {
    const { user, email, token } = await asked();
    expect(await confirmEmail("change-email", token, {})).toBe("other-user");
    expect(await verifiedAt(email)).toBeUndefined();
    const by = user.id;
    expect(await confirmEmail("change-email", token, { by })).toMatchObject({ email });
  });

  test("is refused if another user has taken the address meanwhile", async () => {
    const { user, email, token } = await asked();
    await addUser({ email });
    expect(await confirmEmail("change-email", token, { by: user.id })).toBe("taken");
    const [row] = await sql(`SELECT email FROM "User" WHERE id = $1`, [user.id]);
    expect(row).toEqual({ email: user.email });
  });
});

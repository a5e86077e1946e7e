// Users and passwords: what a sign-in may reveal, and what is stored.
import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { listAuditEvents } from "@/features/audit/audit";
import {
  changePassword,
  changePasswordForm,
  createUser,
  hasPassword,
  signUpForm,
  verifyCredentials,
} from "@/lib/accounts/credentials";
import { hashPassword, verifyPassword } from "@/lib/accounts/password";
import {
  type Changed,
  disableUser,
  enableUser,
  findUser,
  findUserRecords,
  listUsers,
  setRole,
  USERS_PAGE,
} from "@/lib/accounts/users";
import { openDatabase } from "@/lib/database/client";
import { SignInRefused, StoreUnavailable } from "@/lib/errors";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { withoutCookies } from "../support/authjs";
import { SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sql, tablesThatContain } from "../support/database";
import { policy } from "../support/sessions";
import { everyStrategy, revocable, setUp, storedSessions } from "../support/strategies";

// The real functions, with counted calls.
vi.mock("@/lib/accounts/password", { spy: true });

const password = "correct horse battery staple";
const newEmail = () => `${randomUUID()}@example.com`;

/** A request from a unique network, so that tests do not share limits of attempts. */
const request = () => {
  const network = randomUUID().slice(0, 9).replace("-", "").match(/.{4}/g)?.join(":");
  return withoutCookies(new Headers({ "x-forwarded-for": `2001:db8:${network}::1` }));
};
const verify = (email: unknown, password: unknown) =>
  verifyCredentials({ email, password }, request());

const verified = (user: SessionUser | null) => ({ ...user, passwordSetAt: expect.any(Number) });

/** Of an Argon2 hash, what determines the time that a check takes. */
const costOf = (hash: string) => hash.split("$").slice(1, 4).join(" ");

const passwordRow = async (userId: string) =>
  (await sql<{ hash: string }>(`SELECT hash FROM "Password" WHERE "userId" = $1`, [userId]))[0];

describe("a right password", () => {
  test("returns exactly these fields of the user", async () => {
    const user = await addUser({ password, role: "admin" });
    expect(await verify(user.email, password)).toStrictEqual(verified(user));
  });

  test("is accepted with the email in any case", async () => {
    const user = await addUser({ password });
    const email = `  ${user.email?.toUpperCase()} `;
    expect(await verify(email, password)).toStrictEqual(verified(user));
  });
});

describe("a wrong password gives null for every reason", () => {
  test("another, a similar or an empty password", async () => {
    const { email } = await addUser({ password });
    for (const wrong of ["x", `${password} `, password.toUpperCase(), "", undefined, null])
      expect(await verify(email, wrong)).toBeNull();
  });

  test("an unknown email, a user without a password", async () => {
    expect(await verify(newEmail(), password)).toBeNull();
    expect(await verify((await addUser()).email, password)).toBeNull();
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "email=a"],
    ["lists", { email: ["a@example.com"], password: ["x"] }],
    ["objects, as an injection would have", { email: { contains: "@" }, password: { not: "" } }],
    ["an email with NUL", { email: "a\0@example.com", password: "x" }],
    ["a password of a megabyte", { email: "a@example.com", password: "x".repeat(1_000_000) }],
  ])("%s", async (_what, input) => {
    expect(await verifyCredentials(input, request())).toBeNull();
  });

  // Hashing takes nearly all of the time. It is counted, because times are not reliable on a busy machine.
  test("after the same hashing, whether the user and the password exist or not", async () => {
    const known = await addUser({ password });
    const work = async (email: unknown) => {
      vi.mocked(verifyPassword).mockClear();
      await verify(email, "wrong");
      const { calls } = vi.mocked(verifyPassword).mock;
      return calls.map(([hash, given]) => [costOf(hash), given]);
    };
    const once = [["argon2id v=19 m=19456,t=2,p=1", "wrong"]];
    expect(await work(known.email)).toEqual(once);
    expect(await work((await addUser()).email)).toEqual(once);
    // The first call creates the decoy hash; later calls do not.
    await verify(newEmail(), "wrong");
    vi.mocked(hashPassword).mockClear();
    expect(await work(newEmail())).toEqual(once);
    expect(hashPassword).not.toHaveBeenCalled();
  });
});

describe("signing up", () => {
  const signUp = async (email = newEmail()) =>
    createUser(signUpForm.parse({ name: "New One", email, password }));

  test("creates a user and ignores a role in the form", async () => {
    const email = newEmail();
    const form = {
      name: " New One ",
      email: email.toUpperCase(),
      password,
      role: "admin",
      id: "1",
    };
    const user = await createUser(signUpForm.parse(form));
    expect(user).toStrictEqual({ id: expect.any(String), name: "New One", email, role: "user" });
    expect(await findUser(user?.id ?? "")).toStrictEqual(user);
    expect(await verify(email, password)).toStrictEqual(verified(user));
  });

  test("stores Argon2id with a unique salt, and not the password", async () => {
    const secret = `secret ${randomUUID()}`;
    const [one, two] = await Promise.all(
      [1, 2].map(() => createUser({ name: "N", email: newEmail(), password: secret })),
    );
    const hashes = await Promise.all([one, two].map((user) => passwordRow(user?.id ?? "")));
    expect(hashes[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hashes[0]?.hash).not.toBe(hashes[1]?.hash);
    expect(await tablesThatContain(secret)).toEqual([]);
  });

  test("returns null for a used email and changes nothing", async () => {
    const { id, email } = await addUser({ password });
    const before = await passwordRow(id);
    expect(await signUp(email ?? "")).toBeNull();
    expect(await passwordRow(id)).toEqual(before);
  });

  test("creates one user for ten parallel forms", async () => {
    const email = newEmail();
    const users = await Promise.all(Array.from({ length: 10 }, () => signUp(email)));
    expect(users.filter((user) => user !== null)).toHaveLength(1);
    expect(await sql(`SELECT id FROM "User" WHERE email = $1`, [email])).toHaveLength(1);
  });

  test.each([
    ["no name", { name: " " }],
    ["a name that is too long", { name: "x".repeat(101) }],
    ["a name with NUL, which Postgres cannot store", { name: "a\0b" }],
    ["a name of two lines", { name: "a\nb" }],
    ["no email", { email: "nobody" }],
    ["an email of two lines", { email: "a@example.com\nb@example.com" }],
    ["an email that is too long", { email: `${"x".repeat(250)}@example.com` }],
    ["a short password", { password: "1234567" }],
    ["a password that is too long", { password: "x".repeat(129) }],
    ["a password that is common", { password: "Password123" }],
    ["a list", { email: ["a@example.com"] }],
  ])("refuses %s", (_what, fields) => {
    const form = { name: "New One", email: "new@example.com", password, ...fields };
    expect(signUpForm.safeParse(form).success).toBe(false);
  });

  test.each([
    ["8 characters", "q7Zp-81x"],
    ["128 characters", "x".repeat(128)],
    ["blanks and other alphabets", "   Пароль 密码 🔑   "],
  ])("accepts any password: %s", async (_what, password) => {
    const email = newEmail();
    await createUser(signUpForm.parse({ name: "N", email, password }));
    expect(await verify(email, password)).toMatchObject({ email });
  });
});

describe("the same password from another device", () => {
  const [composed, decomposed] = ["Zoë trägt Ångström", "Zoë trägt Ångström"].map((text, n) =>
    text.normalize(n === 0 ? "NFC" : "NFD"),
  ) as [string, string];

  test("may be composed or decomposed, and have other spaces", async () => {
    const spaced = composed.replaceAll(" ", "\u00a0");
    for (const set of [composed, decomposed, spaced]) {
      const email = newEmail();
      await createUser(signUpForm.parse({ name: "N", email, password: set }));
      for (const typed of [composed, decomposed, spaced])
        expect(await verify(email, typed)).toMatchObject({ email });
      expect(await verify(email, composed.toLowerCase())).toBeNull();
    }
  });

  test("is also accepted for older hashes without normalization", async () => {
    const { id, email } = await addUser({ password: decomposed });
    expect(await verify(email, decomposed)).toMatchObject({ id });
    const passwords = changePasswordForm.parse({
      currentPassword: decomposed,
      newPassword: decomposed,
    });
    expect(await changePassword(id, passwords)).toBe(true);
    expect(await verify(email, composed)).toMatchObject({ id });
  });

  test("may have more characters than the limit when decomposed", async () => {
    const email = newEmail();
    const longest = "ế".repeat(128);
    await createUser(signUpForm.parse({ name: "N", email, password: longest }));
    expect(await verify(email, longest.normalize("NFD"))).toMatchObject({ email });
  });
});

describe("changing the password", () => {
  const newPassword = "a new password";

  test("needs the old password", async () => {
    const { id, email } = await addUser({ password });
    expect(await changePassword(id, { currentPassword: "wrong", newPassword })).toBe(false);
    expect(await verify(email, password)).not.toBeNull();
    expect(await verify(email, newPassword)).toBeNull();
  });

  test("replaces the password", async () => {
    const { id, email } = await addUser({ password });
    expect(await changePassword(id, { currentPassword: password, newPassword })).toBe(true);
    expect(await verify(email, newPassword)).not.toBeNull();
    expect(await verify(email, password)).toBeNull();
  });

  test("twice in parallel: one succeeds, and the other gets an error", async () => {
    const { id, email } = await addUser({ password });
    const passwords = ["first new password", "second new password"];
    const done = await Promise.all(
      passwords.map((newPassword) =>
        changePassword(id, { currentPassword: password, newPassword }),
      ),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    const works = await Promise.all(passwords.map((password) => verify(email, password)));
    expect(works.map((user) => user !== null)).toEqual(done);
  });

  test("is refused for users without a password and for unknown users", async () => {
    const user = await addUser();
    expect(await hasPassword(user.id)).toBe(false);
    expect(await changePassword(user.id, { currentPassword: "", newPassword })).toBe(false);
    expect(await changePassword("nobody", { currentPassword: "", newPassword })).toBe(false);
    expect(await hasPassword(user.id)).toBe(false);
  });
});

describe("for the admin", () => {
  test("a role is changed, but not for an unknown user", async () => {
    const user = await addUser();
    expect(await setRole(user.id, "admin")).toBe("done");
    expect((await findUser(user.id))?.role).toBe("admin");
    expect(await setRole("nobody", "admin")).toBe("gone");
    expect(await findUser("nobody")).toBeNull();
  });

  test("users are listed with exactly these fields", async () => {
    const user = await addUser({ password });
    await sql(`UPDATE "User" SET "createdAt" = now() + interval '1 year' WHERE id = $1`, [user.id]);
    const listed = (await listUsers()).users.find(({ id }) => id === user.id);
    expect(listed).toStrictEqual({ ...user, disabledAt: null });
    expect(await findUserRecords([user.id, "nobody"])).toStrictEqual([listed]);
  });
});

describe("the list of users", () => {
  test("contains every user once over all pages, even with equal times", async () => {
    const moment = await addUser();
    await sql(
      `INSERT INTO "User" (id, role, "createdAt", "updatedAt")
       SELECT $1 || n, 'user', '2020-01-01', now() FROM generate_series(1, ${USERS_PAGE + 50}) n`,
      [moment.id],
    );
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const { users, next } = await listUsers({ before });
      expect(users.length).toBeLessThanOrEqual(USERS_PAGE);
      seen.push(...users.map(({ id }) => id));
      before = next;
    } while (before);
    expect(seen.filter((id) => id.startsWith(moment.id))).toHaveLength(USERS_PAGE + 51);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("finds a page by the index, even if all users were imported at the same time", async () => {
    await sql(
      `INSERT INTO "User" (id, role, "createdAt", "updatedAt")
       SELECT 'imported' || n, 'user', '2020-01-02', now() FROM generate_series(1, 20000) n`,
    );
    await sql(`ANALYZE "User"`);
    const { pool } = await openDatabase();
    const query = vi.spyOn(pool, "query");
    for (const before of [undefined, "imported10000"]) {
      await listUsers({ before });
      const [text, values] = query.mock.lastCall as unknown as [string, unknown[]];
      const rows = await sql(`EXPLAIN ${text}`, values);
      const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(plan).toContain('Index Scan Backward using "User_createdAt_id_idx"');
      expect(plan).not.toMatch(/Sort|Seq Scan on "User"/);
    }
    query.mockRestore();
    await sql(`DELETE FROM "User" WHERE id LIKE 'imported%'`);
  });

  test("is empty after a user who does not exist", async () => {
    expect(await listUsers({ before: "nobody" })).toEqual({ users: [], next: undefined });
  });
});

describe("actions of an admin on other users", () => {
  const by = ({ id }: SessionUser) => ({ id, ip: "192.0.2.1" });
  const twoAdmins = () => Promise.all([1, 2].map(() => addUser({ role: "admin" })));

  test.each<[string, (user: SessionUser, admin: SessionUser) => Promise<Changed>]>([
    ["demote", (user, admin) => setRole(user.id, "user", by(admin))],
    ["disable", (user, admin) => disableUser(user.id, by(admin))],
  ])("two admins who %s each other at once: one is refused", async (_what, act) => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = await twoAdmins();
      if (!a || !b) throw new Error("Two admins");
      const done = await Promise.all([act(a, b), act(b, a)]);
      expect(done.toSorted()).toEqual(["done", "not-admin"]);
      const left = await Promise.all([a, b].map(({ id }) => findUser(id)));
      expect(left.filter((user) => user?.role === "admin")).toHaveLength(1);
    }
  });

  test("is refused to a former admin and not recorded", async () => {
    const [user, member] = [await addUser(), await addUser()];
    expect(await setRole(user.id, "admin", by(member))).toBe("not-admin");
    expect(await disableUser(user.id, by(member))).toBe("not-admin");
    expect(await findUser(user.id)).toStrictEqual(user);
    expect((await listAuditEvents({ userId: user.id })).events).toEqual([]);
  });

  test.each(revocable)("%s: is recorded, even if the next step gets no answer", async (name) => {
    const [admin, user] = [await addUser({ role: "admin" }), await addUser()];
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(user);
    expect(await disableUser(user.id, by(admin))).toBe("done");
    const [disabled] = (await listAuditEvents({ userId: user.id })).events;
    expect(disabled).toMatchObject({
      event: "user-disabled",
      actorId: admin.id,
      ip: by(admin).ip,
    });

    // The sessions were not ended, as when the database gave no answer. Enabling brings none of them back.
    await strategy.revocation?.endAll(user.id);
    expect(await enableUser(user.id, by(admin))).toBe("done");
    expect(await strategy.read(cookie, { fresh: true })).toBeNull();
    const [enabled] = (await listAuditEvents({ userId: user.id })).events;
    expect(enabled).toMatchObject({ event: "user-enabled", actorId: admin.id, ip: by(admin).ip });
  });
});

/** Like the admin page. */
async function disableWithSessions(userId: string, { revocation }: SessionStrategy) {
  const changed = await disableUser(userId);
  await revocation?.endAll(userId);
  return changed;
}

describe("disabling a user", () => {
  test("hides the user from the app, and shows the admin the time", async () => {
    const user = await addUser({ password });
    expect(await disableUser(user.id)).toBe("done");
    expect(await findUser(user.id)).toBeNull();
    const [record] = await findUserRecords([user.id]);
    expect(record).toStrictEqual({ ...user, disabledAt: expect.any(Date) });
    expect(Math.abs(Date.now() - (record?.disabledAt?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test("is not possible for an unknown user", async () => {
    expect(await disableUser("nobody")).toBe("gone");
    expect(await enableUser("nobody")).toBe("gone");
  });

  describe.each(everyStrategy)("%s", (name) => {
    test("ends every session as soon as the strategy can", async () => {
      const { strategy, clock } = setUp(name);
      const user = await addUser();
      const sessions = [await strategy.create(user), await strategy.create(user)];
      const other = await strategy.create(await addUser());
      await disableWithSessions(user.id, strategy);
      expect(await strategy.read(other.cookie, { fresh: true })).not.toBeNull();
      expect(await storedSessions(strategy, user)).toEqual([]);
      for (const { cookie } of sessions) {
        // Wherever it is asked for, at once, under every strategy.
        expect(await strategy.read(cookie, { fresh: true })).toBeNull();
        expect((await strategy.read(cookie)) === null).toBe(strategy.endNoticedWithin === 0);
      }
      clock.pass((strategy.endNoticedWithin ?? policy.maxAge) * SECOND);
      for (const { cookie } of sessions) expect(await strategy.read(cookie)).toBeNull();
    });

    test("refuses sign-in until the user is enabled again; ended sessions stay ended", async () => {
      const { strategy } = setUp(name);
      const user = await addUser();
      const before = await strategy.create(user);
      await disableWithSessions(user.id, strategy);
      await expect(strategy.create(user)).rejects.toBeInstanceOf(SignInRefused);
      expect(await enableUser(user.id)).toBe("done");
      if (strategy.revocation)
        expect(await strategy.read(before.cookie, { fresh: true })).toBeNull();
      const { cookie } = await strategy.create(user);
      expect(await strategy.read(cookie, { fresh: true })).not.toBeNull();
    });

    test("during twenty parallel sign-ins leaves no session, in any order", async () => {
      const { strategy } = setUp(name);
      const user = await addUser();
      const signIns = Array.from({ length: 20 }, () => strategy.create(user));
      const [, ...outcomes] = await Promise.allSettled([
        disableWithSessions(user.id, strategy),
        ...signIns,
      ]);
      expect(await storedSessions(strategy, user)).toEqual([]);
      for (const outcome of outcomes)
        if (outcome.status === "fulfilled")
          expect(await strategy.read(outcome.value.cookie, { fresh: true })).toBeNull();
        else expect(outcome.reason).toBeInstanceOf(SignInRefused);
    });
  });

  test("a right password does not count as wrong: the strategy refuses with a reason", async () => {
    const user = await addUser({ password });
    await disableUser(user.id);
    expect(await verify(user.email, password)).toStrictEqual(verified(user));
    expect(await verify(user.email, "wrong")).toBeNull();
  });
});

describe("while the database is down: 'could not check', and never 'wrong'", () => {
  test("for every function", async () => {
    allowConsole(DATABASE_OUTAGE);
    const { id, email } = await addUser({ password });
    await network.refuse();
    const asked = [
      verify(email, password),
      createUser({ name: "N", email: newEmail(), password }),
      changePassword(id, { currentPassword: password, newPassword: "a new password" }),
      findUser(id),
      hasPassword(id),
      listUsers(),
      setRole(id, "admin"),
      disableUser(id),
      enableUser(id),
      findUserRecords([id]),
    ];
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(StoreUnavailable) });
  });
});

// Counters in rows of RateLimit: the count, its expiry, and the deletion of rows.
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { clearCount, count, counted } from "@/lib/accounts/counters";
import * as hashing from "@/lib/accounts/password";
import { maySignUp } from "@/lib/accounts/sign-up-limit";
import { Overloaded } from "@/lib/errors";
import { createBrowser, password } from "../support/authjs";
import { addUser, sql } from "../support/database";
import { setUp } from "../support/strategies";

vi.mock("@/lib/accounts/password", { spy: true });

const newKey = () => `test:${randomUUID()}`;
const expire = (key: string) =>
  sql(`UPDATE "RateLimit" SET expire = now() - interval '1 second' WHERE key = $1`, [key]);
const rows = (keys: string[]) => sql(`SELECT key FROM "RateLimit" WHERE key = ANY($1)`, [keys]);

test("every event is counted per key, also in parallel", async () => {
  const key = newKey();
  const counts = await Promise.all(Array.from({ length: 10 }, () => count(key, 60)));
  expect(counts.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await counted(key)).toBe(10);
  expect(await counted(newKey())).toBe(0);
});

test("the count is reset after its time, which later events do not extend", async () => {
  const key = newKey();
  const end = async () => (await sql(`SELECT expire FROM "RateLimit" WHERE key = $1`, [key]))[0];
  await count(key, 60);
  const first = await end();
  await count(key, 3600);
  expect(await end()).toEqual(first);
  await expire(key);
  expect(await counted(key)).toBe(0);
  expect(await count(key, 60)).toBe(1);
});

test("the count can be reset", async () => {
  const key = newKey();
  await count(key, 60);
  await clearCount(key);
  expect(await counted(key)).toBe(0);
});

test("a new row deletes some expired rows, so that strangers cannot fill the table", async () => {
  const old = Array.from({ length: 5 }, newKey);
  await Promise.all(old.map((key) => count(key, 60)));
  const alive = newKey();
  await count(alive, 60);
  await sql(`UPDATE "RateLimit" SET expire = 'epoch' WHERE key = ANY($1)`, [old]);
  await count(newKey(), 60);
  // A sign-in of another test may be deleting them.
  await vi.waitFor(async () => expect(await rows(old)).toEqual([]), 60_000);
  expect(await rows([alive])).toHaveLength(1);
});

test("a client can create twenty accounts in a quarter of an hour, and a client with an unknown address has no limit", async () => {
  const client = `2001:db8:${randomUUID().slice(0, 4)}:5::`;
  for (let n = 0; n < 20; n++) expect(await maySignUp(`${client}${n}`)).toBe(true);
  expect(await maySignUp(`${client}99`)).toBe(false);
  expect(await maySignUp("2001:db8:0:6::1")).toBe(true);
  for (let n = 0; n < 21; n++) expect(await maySignUp(undefined)).toBe(true);
});

test("a server with too many passwords to check answers 503 and signs nobody in", async () => {
  const user = await addUser({ password });
  const browser = createBrowser(setUp("jwt").strategy);
  vi.mocked(hashing.verifyPassword).mockRejectedValueOnce(new Overloaded());
  const answer = await browser.signIn(user);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(browser.cookie).toBe("");
  expect(await (await browser.signIn(user)).text()).not.toContain("error");
  expect(browser.cookie).not.toBe("");
});

// Adding, naming and removing passkeys: only one's own, twenty at most, and never the last way to sign in.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { finishAdding, startAdding } from "@/features/passkeys/add";
import { issueChallenge } from "@/features/passkeys/challenge";
import {
  insertPasskey,
  listPasskeys,
  MOST_PASSKEYS,
  removePasskey,
  renamePasskey,
} from "@/features/passkeys/table";
import { disconnect } from "@/lib/accounts/connections";
import type { SessionUser } from "@/lib/session/strategy";
import { createAuthenticator, type Lies } from "../../support/authenticator";
import { addUser, sql } from "../../support/database";
import { addPasskey, createPasskeyBrowser, site } from "../../support/passkeys";
import { everyStrategy, setUp } from "../../support/strategies";

const { strategy } = setUp(everyStrategy[0] as (typeof everyStrategy)[number]);

const sessionOf = (user: SessionUser, id = "a session") => ({ id, user });

async function add(user: SessionUser, lies: Lies = {}, now?: number) {
  const authenticator = createAuthenticator(site.origin);
  const session = sessionOf(user);
  const answer = authenticator.create(await startAdding(session, site), lies);
  return finishAdding(session, { answer, name: "Laptop" }, site, now);
}

describe("a new passkey", () => {
  test("verifies its user, is discoverable, and contains no personal data", async () => {
    const user = await addUser({ password: "some password" });
    await addPasskey(user);
    const asked = await startAdding(sessionOf(user), site);
    expect(asked).toMatchObject({
      rp: { id: "site.example" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(asked.excludeCredentials).toHaveLength(1);
    const handle = Buffer.from(asked.user.id, "base64url");
    expect(handle).toHaveLength(32);
    expect(handle.toString()).not.toContain(user.id);
  });

  test.each<[string, Lies]>([
    ["of another origin", { origin: "https://evil.example" }],
    ["for another site's id", { rpId: "evil.example" }],
    ["without user verification", { userVerified: false }],
    ["without anyone present", { userPresent: false, userVerified: false }],
    ["that signs in instead", { type: "webauthn.get" }],
    ["inside of another site's page", { crossOrigin: true }],
    ["under another id than it was made with", { id: Buffer.alloc(32).toString("base64url") }],
  ])("%s is refused", async (_, lies) => {
    const user = await addUser();
    expect(await add(user, lies)).toBe("refused");
    expect(await listPasskeys(user.id)).toEqual([]);
    expect(await add(user)).toBe("done");
  });

  test("is added once per answer, and only by the session and user that requested it", async () => {
    const [user, other] = [await addUser(), await addUser()];
    const authenticator = createAuthenticator(site.origin);
    const send = (answer: unknown, as: SessionUser, session?: string) =>
      finishAdding(sessionOf(as, session), { answer, name: "Laptop" }, site);
    const answer = authenticator.create(await startAdding(sessionOf(user), site));
    expect(await send(answer, other)).toBe("expired");
    expect(await send(answer, user, "another session")).toBe("expired");
    expect((await Promise.all([send(answer, user), send(answer, user)])).sort()).toEqual([
      "done",
      "expired",
    ]);
    expect(await listPasskeys(user.id)).toHaveLength(1);
    expect(await listPasskeys(other.id)).toEqual([]);
  });

  test("is not added for a challenge of another purpose or an expired one", async () => {
    const user = await addUser();
    const challenge = await issueChallenge("sign-in", { to: "a session", userId: user.id });
    expect(await add(user, { challenge: Buffer.from(challenge).toString("base64url") })).toBe(
      "expired",
    );
    expect(await add(user, {}, Date.now() + 6 * 60_000)).toBe("expired");
  });

  test("of another user is not added", async () => {
    const [user, other] = [await addUser(), await addUser()];
    const authenticator = createAuthenticator(site.origin);
    const asked = [
      await startAdding(sessionOf(user), site),
      await startAdding(sessionOf(other), site),
    ];
    const first = authenticator.create(asked[0] as never);
    expect(await finishAdding(sessionOf(user), { answer: first, name: "One" }, site)).toBe("done");
    // The same credential with the other user's challenge.
    const client = JSON.parse(Buffer.from(first.response.clientDataJSON, "base64url").toString());
    client.challenge = asked[1]?.challenge;
    first.response.clientDataJSON = Buffer.from(JSON.stringify(client)).toString("base64url");
    expect(await finishAdding(sessionOf(other), { answer: first, name: "Two" }, site)).toBe(
      "taken",
    );
    const [row] = await sql<{ userId: string }>(`SELECT "userId" FROM "Passkey" WHERE id = $1`, [
      first.id,
    ]);
    expect(row?.userId).toBe(user.id);
  });

  test("does not make the server fetch a URL from its attestation", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const certificate = Buffer.from(`http://127.0.0.1:${port}/list.crl`);
    const statement = new Map<string, never>([
      ["alg", -7 as never],
      ["sig", Buffer.alloc(64) as never],
      ["x5c", [certificate, certificate] as never],
    ]);
    for (const fmt of ["packed", "tpm", "android-key", "apple", "fido-u2f", "of nobody"])
      expect(await add(await addUser(), { attestation: [fmt, statement] }), fmt).toBe("done");
    server.close();
    expect(asked).toEqual([]);
  });

  test(`is one of at most ${MOST_PASSKEYS}, also with parallel requests`, async () => {
    const user = await addUser();
    // Without an authenticator, so that only the database orders the requests.
    const insert = () =>
      insertPasskey(user.id, {
        id: crypto.randomUUID(),
        name: "Laptop",
        publicKey: new Uint8Array(1),
        counter: 0,
        transports: [],
      });
    for (let n = 0; n < MOST_PASSKEYS - 1; n++) expect(await insert()).toBe("done");
    const last = await Promise.all(Array.from({ length: 8 }, insert));
    expect(last.filter((added) => added === "done")).toHaveLength(1);
    expect(await add(user)).toBe("too-many");
    expect(await listPasskeys(user.id)).toHaveLength(MOST_PASSKEYS);
  });

  test.each([
    ["nothing", undefined],
    ["an empty object", {}],
    [
      "garbage",
      {
        id: "AAAA",
        type: "public-key",
        response: { clientDataJSON: "AAAA", attestationObject: "AAAA" },
      },
    ],
  ])("that is %s is refused", async (_, answer) => {
    const session = sessionOf(await addUser());
    expect(await finishAdding(session, { answer, name: "x" }, site)).toBe("refused");
  });
});

describe("a passkey", () => {
  test("counts as a way to sign in, so a provider can be disconnected", async () => {
    const user = await addUser();
    await sql(
      `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt")
       VALUES ($1, 'oidc', 'oidc', $1, now())`,
      [user.id],
    );
    expect(await disconnect(user.id, "oidc")).toBe("last-way-in");
    await addPasskey(user);
    expect(await disconnect(user.id, "oidc")).toBe("done");
  });

  test("is renamed and removed only by its user", async () => {
    const [user, other] = [await addUser({ password: "some password" }), await addUser()];
    await addPasskey(user);
    const [{ id = "" } = {}] = await listPasskeys(user.id);
    expect(await renamePasskey(other.id, id, "Mine")).toBe(false);
    expect(await renamePasskey(user.id, id, "Key ring")).toBe(true);
    await addPasskey(other);
    expect(await removePasskey(other.id, id)).toBe("gone");
    expect(await listPasskeys(user.id)).toMatchObject([{ name: "Key ring" }]);
    expect(await removePasskey(user.id, id)).toBe("done");
    expect(await removePasskey(user.id, id)).toBe("gone");
  });

  test("cannot sign in after it was removed", async () => {
    const user = await addUser({ password: "some password" });
    const authenticator = await addPasskey(user);
    const browser = createPasskeyBrowser(strategy);
    const answer = authenticator.get(await browser.ask());
    await removePasskey(user.id, authenticator.credentials[0]?.id ?? "");
    expect(await browser.send(answer)).toBe("refused");
  });

  test("cannot be removed if it is the last way to sign in", async () => {
    const user = await addUser();
    await addPasskey(user);
    const [{ id = "" } = {}] = await listPasskeys(user.id);
    expect(await removePasskey(user.id, id)).toBe("last-way-in");
    await addPasskey(user);
    expect(await removePasskey(user.id, id)).toBe("done");
  });

  test("of two parallel removals, one is refused", async () => {
    for (let round = 0; round < 5; round++) {
      const user = await addUser();
      await addPasskey(user);
      await addPasskey(user);
      const ids = (await listPasskeys(user.id)).map(({ id }) => id);
      const outcomes = await Promise.all(ids.map((id) => removePasskey(user.id, id)));
      expect(outcomes.sort()).toEqual(["done", "last-way-in"]);
    }
  });

  test("a provider that is not configured does not count as a way to sign in", async () => {
    const user = await addUser();
    await addPasskey(user);
    await sql(
      `INSERT INTO "Account" ("userId", type, provider, "providerAccountId", "updatedAt")
       VALUES ($1, 'oidc', 'gone-provider', $1, now())`,
      [user.id],
    );
    const [{ id = "" } = {}] = await listPasskeys(user.id);
    expect(await removePasskey(user.id, id)).toBe("last-way-in");
  });
});

// Sign-out at the provider, and back-channel logout, with a real provider in a separate process.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Session, SessionStrategy } from "@/lib/session/strategy";
import { password } from "../support/authjs";
import { withProvider } from "../support/authjs-oidc";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sql } from "../support/database";
import { passProvider, signOutAtProvider } from "../support/oidc";
import { everyStrategy, revocable } from "../support/strategies";

const SITE = "http://localhost:3000";
const BACK = `${SITE}/api/auth/callback/oidc`;

/** The provider's requests to this app, and the app's answers. */
let received: { token: string; status: number; cacheControl: string | null; body: string }[] = [];
let running: SessionStrategy;
const answer = async (body: string) => {
  const { answerBackChannelLogout } = await import("@/features/provider-logout/back-channel");
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return answerBackChannelLogout(running)(
    new Request(`${SITE}/api/session/backchannel-logout`, { method: "POST", headers, body }),
  );
};
const server = createServer(async (request, response) => {
  let body = "";
  for await (const data of request) body += data;
  const answered = await answer(body);
  received.push({
    token: new URLSearchParams(body).get("logout_token") ?? "",
    status: answered.status,
    cacheControl: answered.headers.get("cache-control"),
    body: await answered.clone().text(),
  });
  response.writeHead(answered.status).end();
});
afterAll(() => void server.close());
beforeEach(() => {
  received = [];
});

const { createBrowser, setUp } = withProvider({}, async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { OIDC_BACK_CHANNEL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
});

type Name = (typeof everyStrategy)[number];
const newLogin = () => `leaves-${randomUUID()}`;

/** Someone who signs in through the provider in a browser, which keeps the provider's cookies in `jar`. */
async function signIn(strategy: SessionStrategy, login: string, clock?: () => number) {
  const jar = new Map<string, string>();
  const browser = createBrowser(strategy, { clock });
  await browser.comeBack(await passProvider(await browser.startTrip(), login, BACK, jar));
  const session = await strategy.read(browser.cookie);
  if (!session) throw new Error("Not signed in");
  return { jar, browser, session };
}

function start(name: Name) {
  const { strategy, clock } = setUp(name);
  running = strategy;
  return { strategy, clock };
}

async function leave(session: Session | null) {
  const { providerLogoutUrl } = await import("@/features/provider-logout/leave");
  return providerLogoutUrl(session, new Headers({ host: "localhost:3000" }));
}

const isOut = async (strategy: SessionStrategy, { cookie }: { cookie: string }) =>
  (await strategy.read(cookie, { fresh: true })) === null;

describe.each(everyStrategy)("%s: signing out here", (name) => {
  test("redirects to the provider, which signs out there and redirects back", async () => {
    const { strategy, clock } = start(name);
    const login = newLogin();
    const { jar, session } = await signIn(strategy, login, clock);
    const url = new URL((await leave(session)) ?? "");
    expect(url.pathname).toBe("/session/end");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "auth-strategies",
      post_logout_redirect_uri: `${SITE}/`,
      logout_hint: expect.stringMatching(/^[\w-]+$/),
    });
    expect(await signOutAtProvider(url.href, `${SITE}/`, jar)).toBe(`${SITE}/`);
    // The provider asks for a new sign-in.
    const again = createBrowser(strategy, { clock });
    await expect(
      passProvider(await again.startTrip(), `other-${login}`, BACK, jar).then((back) =>
        again.comeBack(back),
      ),
    ).resolves.toBeDefined();
    expect((await strategy.read(again.cookie))?.user.id).not.toBe(session.user.id);
  });

  test("does not redirect to a provider after a sign-in with a password", async () => {
    const { strategy } = start(name);
    const browser = createBrowser(strategy);
    const user = await addUser({ password });
    await browser.signIn(user);
    const session = await strategy.read(browser.cookie);
    expect(session).not.toBeNull();
    expect(await leave(session)).toBeNull();
  });

  test("stores no token of the provider, and no row for longer than the session", async () => {
    const { strategy, clock } = start(name);
    const { session } = await signIn(strategy, newLogin(), clock);
    const [row] = await sql<{ expires: Date }>(
      `SELECT * FROM "ProviderLogin" WHERE "sessionId" = $1`,
      [session.id],
    );
    expect(JSON.stringify(row)).not.toMatch(/eyJ/);
    expect(row).toMatchObject({ provider: "oidc", userId: session.user.id });
    expect(row?.expires.getTime()).toBeGreaterThanOrEqual(session.expires);
  });
});

describe.each(revocable)("%s: signing out at the provider", (name) => {
  test("ends the sessions of that login here, and no other sessions", async () => {
    const { strategy, clock } = start(name);
    const login = newLogin();
    const here = await signIn(strategy, login, clock);
    const elsewhere = await signIn(strategy, login, clock);
    expect(elsewhere.session.user.id).toBe(here.session.user.id);
    const stranger = await signIn(strategy, newLogin(), clock);
    const byPassword = createBrowser(strategy, { clock });
    const user = await addUser({ password });
    await byPassword.signIn(user);

    await signOutAtProvider(`${(await leave(here.session)) ?? ""}`, `${SITE}/`, here.jar);
    expect(received).toMatchObject([{ status: 200, cacheControl: "no-store", body: "" }]);
    expect(await isOut(strategy, here.browser)).toBe(true);
    expect(await isOut(strategy, elsewhere.browser)).toBe(false);
    expect(await isOut(strategy, stranger.browser)).toBe(false);
    expect(await isOut(strategy, byPassword)).toBe(false);
    const events = await sql(
      `SELECT event, "sessionId", "actorId", detail FROM "AuditEvent" WHERE "userId" = $1 AND event LIKE 'session-ended%'`,
      [here.session.user.id],
    );
    expect(events).toEqual([
      {
        event: "session-ended-by-provider",
        sessionId: here.session.id,
        actorId: null,
        detail: "oidc",
      },
    ]);
    expect(
      await sql(`SELECT 1 FROM "ProviderLogin" WHERE "sessionId" = $1`, [here.session.id]),
    ).toEqual([]);
  });

  test("accepts each token once", async () => {
    const { strategy, clock } = start(name);
    const { jar, session } = await signIn(strategy, newLogin(), clock);
    await signOutAtProvider(`${await leave(session)}`, `${SITE}/`, jar);
    const [{ token } = { token: "" }] = received;
    const again = await answer(`${new URLSearchParams({ logout_token: token })}`);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({
      error_description: "This logout token was used before.",
    });
  });

  test("accepts a token again if the database gave no answer", async () => {
    const { strategy, clock } = start(name);
    const { jar, session, browser } = await signIn(strategy, newLogin(), clock);
    const { revocation } = strategy;
    const { StoreUnavailable } = await import("@/lib/errors");
    running = {
      ...strategy,
      revocation: revocation && {
        ...revocation,
        end: async () => {
          throw new StoreUnavailable("database", "down");
        },
      },
    };
    await signOutAtProvider(`${await leave(session)}`, `${SITE}/`, jar);
    expect(received.map(({ status }) => status)).toEqual([503]);
    running = strategy;
    const [{ token } = { token: "" }] = received;
    expect((await answer(`${new URLSearchParams({ logout_token: token })}`)).status).toBe(200);
    expect(await isOut(strategy, browser)).toBe(true);
  });

  test("also ends a sign-in that is not complete yet", async () => {
    const { strategy, clock } = start(name);
    const jar = new Map<string, string>();
    const browser = createBrowser(strategy, { clock });
    const login = newLogin();
    // The provider notifies only apps that it knows, so another browser visits it first.
    const url = await passProvider(await browser.startTrip(), login, BACK, jar);
    const first = createBrowser(strategy, { clock });
    const same = await passProvider(await first.startTrip(), login, BACK, jar);
    await first.comeBack(same);
    const session = await strategy.read(first.cookie);
    const signingOut = `${await leave(session)}`;
    // Exchanges the code first, then stalls.
    const released = await holdSignIn(async () => {
      await signOutAtProvider(signingOut, `${SITE}/`, jar);
    });
    const answered = await browser.comeBack(url);
    await released();
    expect(received.map(({ status }) => status)).toEqual([200]);
    expect(answered.headers.get("location")).toContain("/sign-in?error=AccessDenied");
    expect(browser.cookie).toBe("");
  });
});

/** Runs `work` after the next session has begun and before its login is remembered. */
async function holdSignIn(work: () => Promise<void>): Promise<() => Promise<void>> {
  const { create } = running;
  let worked: Promise<void> | undefined;
  running.create = async (...parts) => {
    const issued = await create(...parts);
    worked = work();
    await worked;
    return issued;
  };
  return async () => {
    running.create = create;
    await worked;
  };
}

describe.each(everyStrategy.filter((name) => !revocable.includes(name)))(
  "%s: signing out at the provider",
  (name) => {
    test("answers 501 and ends no session", async () => {
      const { strategy, clock } = start(name);
      const { jar, session, browser } = await signIn(strategy, newLogin(), clock);
      await signOutAtProvider(`${await leave(session)}`, `${SITE}/`, jar);
      expect(received).toMatchObject([{ status: 501, cacheControl: "no-store" }]);
      expect(JSON.parse(received[0]?.body ?? "")).toEqual({
        error: "unsupported",
        error_description: "This app cannot end a session before it expires.",
      });
      expect(await isOut(strategy, browser)).toBe(false);
    });
  },
);

test("a sign-out works here even if the provider or the database gives no answer", async () => {
  const { strategy, clock } = start(everyStrategy[0] as Name);
  const { session } = await signIn(strategy, newLogin(), clock);
  expect(await leave({ ...session, method: "gone" })).toBeNull();
  allowConsole(/Signed out here, but not at the provider/);
  allowConsole(DATABASE_OUTAGE);
  await network.refuse();
  try {
    expect(await leave(session)).toBeNull();
  } finally {
    await network.restore();
  }
});

import { createSeal } from "../../lib/session/tokens/seal";
import { AUTH_SECRET } from "./e2e-app";
import type { Client } from "./e2e-client";
import { traits } from "./e2e-strategies";

const { open, seal } = createSeal({ secrets: [AUTH_SECRET], purpose: "access" });

/** Creates an expired version of the access token, so that tests do not have to wait. */
export async function expire(accessToken: string | undefined): Promise<string> {
  const claims = await open(accessToken ?? "");
  if (!claims) throw new Error("Not an access token of these tests");
  return seal({ ...claims, exp: Date.now() / 1000 - 1 });
}

/** Replaces the access token of `client` by it. */
export async function expireIn(client: Client): Promise<void> {
  const { cookie } = Object.values(traits).find(({ refreshCookie }) => refreshCookie) ?? {};
  if (!cookie) throw new Error("No strategy has access tokens");
  client.cookies.set(cookie, await expire(client.cookies.get(cookie)));
}

import { createSeal } from "../../lib/session/tokens/seal";
import { AUTH_SECRET } from "./e2e-app";
import type { Client } from "./e2e-client";
import { traits } from "./e2e-strategies";

const { open, seal } = createSeal({ secrets: [AUTH_SECRET], purpose: "access" });

/** The access token as it will be when its time is up, without the wait. */
export async function expire(accessToken: string | undefined): Promise<string> {
  const claims = await open(accessToken ?? "");
  if (!claims) throw new Error("Not an access token of these tests");
  return seal({ ...claims, exp: Date.now() / 1000 - 1 });
}

/** Puts it into the place of the one that `client` holds. */
export async function expireIn(client: Client): Promise<void> {
  const { cookie } = traits.hybrid;
  client.cookies.set(cookie, await expire(client.cookies.get(cookie)));
}

// Signing in with a passkey (WebAuthn 7.2): the same session, limits and records as with a password.
import "server-only";
import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { signInAs } from "../../lib/accounts/sign-in";
import { limitClient, TooManyAttempts } from "../../lib/accounts/sign-in-limit";
import { userColumns } from "../../lib/accounts/users";
import { askDatabase } from "../../lib/database/client";
import { SignInRefused } from "../../lib/errors";
import { clientAddress } from "../../lib/http/client-address";
import { passkeyCookie, type RequestParts, sessionCookies } from "../../lib/session/cookie";
import type { SessionStrategy, SessionUser } from "../../lib/session/strategy";
import { newToken } from "../../lib/session/tokens/reference-token";
import { audit } from "../audit/audit";
import { userHandleOf } from "./add";
import { challengeOf, signInAnswer } from "./answer";
import { issueChallenge, openChallenge, spendChallenge } from "./challenge";
import type { Site } from "./site";
import { listCredentials } from "./table";

/**
 * For `navigator.credentials.get`. With `userId`, only that user may answer: a signed-in user confirms their identity.
 * Sets the cookie that binds the challenge to this browser.
 */
export async function startSignIn(
  request: RequestParts,
  site: Site,
  { userId, now }: { userId?: string; now?: number } = {},
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const to = heldBy(request) ?? newToken();
  const { name, options } = passkeyCookie(request.headers);
  request.cookies.set(name, to, { ...options, maxAge: undefined });
  return generateAuthenticationOptions({
    rpID: site.id,
    userVerification: "required",
    challenge: await issueChallenge("sign-in", { to, userId }, now),
    allowCredentials: userId ? await listCredentials(userId) : undefined,
  });
}

const heldBy = ({ headers, cookies }: RequestParts) =>
  cookies.get(passkeyCookie(headers).name)?.value;

interface SigningIn {
  strategy: SessionStrategy;
  site: Site;
  /** The authenticator's answer as JSON. */
  answer: unknown;
  /** Without "Keep me signed in". */
  short?: true;
  /** Milliseconds since the epoch. */
  now?: number;
}

/** "expired": too late, used already, or asked for by another browser. */
export type NotSignedIn = "expired" | "refused" | "disabled" | "too-many-attempts";

/** Begins a session, sets its cookies, and returns its user. Throws StoreUnavailable. */
export async function signInWithPasskey(
  request: RequestParts,
  { strategy, short, ...asked }: SigningIn,
): Promise<SessionUser | NotSignedIn> {
  const ip = clientAddress(request.headers);
  let refusal: NotSignedIn = "refused";
  try {
    const user = await limitClient(ip, async () => {
      const verified = await verify(request, asked);
      if ("user" in verified) return verified.user;
      const { userId, detail, status = "refused" } = verified;
      await audit("sign-in-failed", { userId, ip, detail: `passkey: ${detail}` });
      refusal = status;
      return null;
    });
    if (!user) return refusal;
    const issued = await signInAs(strategy, request, user, { method: "passkey", short });
    sessionCookies(strategy, request).set({ cookie: issued.cookie, short: issued.short });
    return user;
  } catch (error) {
    if (error instanceof TooManyAttempts) return "too-many-attempts";
    if (error instanceof SignInRefused) return "disabled";
    throw error;
  }
}

interface Refused {
  userId?: string;
  /** For the audit trail. */
  detail: string;
  status?: "expired";
}

async function verify(
  request: RequestParts,
  { answer, site, now }: Omit<SigningIn, "strategy" | "short">,
): Promise<{ user: SessionUser } | Refused> {
  const { data } = signInAnswer.safeParse(answer);
  const asked = data && challengeOf(data.response.clientDataJSON);
  if (!asked) return { detail: "not an answer of an authenticator" };
  const challenge = await openChallenge("sign-in", asked, heldBy(request) ?? "", now);
  if (!challenge) return { detail: "no challenge of this browser", status: "expired" };
  const passkey = await findPasskey(data.id);
  if (!passkey) return { detail: "unknown" };
  const { user } = passkey;
  const refuse = (detail: string, more?: Partial<Refused>) => ({
    userId: user.id,
    detail,
    ...more,
  });
  if (challenge.userId && challenge.userId !== user.id) return refuse("of another user");
  if (!(await spendChallenge(challenge)))
    return refuse("the challenge was used before", { status: "expired" });
  const { userHandle } = data.response;
  if (userHandle && userHandle !== userHandleOf(user.id).toString("base64url"))
    return refuse("of another user");
  const counter = await verifyAnswer(data, passkey, site);
  if (counter === null) return refuse("not valid");
  if (counter < 0 || !(await recordUse(passkey, counter)))
    return refuse("its counter did not increase: there may be a copy of it");
  return { user };
}

const findPasskey = (id: string) =>
  askDatabase(({ prisma }) =>
    prisma.passkey.findUnique({
      where: { id },
      select: { id: true, publicKey: true, counter: true, user: { select: userColumns } },
    }),
  );
type Passkey = NonNullable<Awaited<ReturnType<typeof findPasskey>>>;

/** The new counter; -1 if it is not above the last one, although the authenticator counts. Null for an answer that is not valid. */
async function verifyAnswer(
  { id, type, response }: ReturnType<typeof signInAnswer.parse>,
  { publicKey, counter }: Passkey,
  site: Site,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...{ id, type, response }, rawId: id, clientExtensionResults: {} },
      expectedChallenge: () => true, // already verified above
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      // The counter is compared below, after the signature was verified, so that others learn nothing about it.
      credential: { id, publicKey, counter: -1 },
    });
    if (!verified) return null;
    const { newCounter } = authenticationInfo;
    const counts = newCounter > 0 || counter > 0;
    return counts && newCounter <= counter ? -1 : newCounter;
  } catch {
    return null;
  }
}

/** False if the passkey was removed, or used with a counter, since it was read. */
async function recordUse({ id, counter: before }: Passkey, counter: number): Promise<boolean> {
  const { count } = await askDatabase(({ prisma }) =>
    prisma.passkey.updateMany({
      where: { id, counter: before },
      data: { counter, lastUsedAt: new Date() },
    }),
  );
  return count === 1;
}

// Adding a passkey to the account of a signed-in user (WebAuthn 7.1).
import "server-only";
import { createHash } from "node:crypto";
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { decodeAttestationObject, isoBase64URL, isoCBOR } from "@simplewebauthn/server/helpers";
import type { Session } from "../../lib/session/strategy";
import { addAnswer, challengeOf } from "./answer";
import { issueChallenge, openChallenge, spendChallenge } from "./challenge";
import type { Site } from "./site";
import { type Inserted, insertPasskey, listCredentials } from "./table";

type CBORType = Parameters<typeof isoCBOR.encode>[0];

/** EdDSA, ES256 and RS256 (RFC 9053): Node.js verifies all of them, and every authenticator has one. */
const ALGORITHMS = [-8, -7, -257];

/** The user handle that an authenticator stores: at most 64 bytes without personal data (WebAuthn 14.6.1). */
export const userHandleOf = (userId: string): Buffer<ArrayBuffer> =>
  createHash("sha256").update(`passkey user ${userId}`).digest();

/** For `navigator.credentials.create`. `now` in milliseconds since the epoch. */
export async function startAdding(
  { id: sessionId, user }: Pick<Session, "id" | "user">,
  site: Site,
  now?: number,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpID: site.id,
    rpName: site.id,
    userID: userHandleOf(user.id),
    userName: user.email ?? user.name ?? user.id,
    userDisplayName: user.name ?? "",
    challenge: await issueChallenge("add", { to: sessionId, userId: user.id }, now),
    // The authenticator finds the passkey, so sign-in needs no user name.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: await listCredentials(user.id),
    supportedAlgorithmIDs: ALGORITHMS,
    attestationType: "none",
  });
}

interface Adding {
  /** The authenticator's answer as JSON. */
  answer: unknown;
  name: string;
}

/** "expired": too late, used already, or started in another session. "refused": the answer is invalid. */
export type Added = Inserted | "expired" | "refused";

/** Throws StoreUnavailable. */
export async function finishAdding(
  { id: sessionId, user }: Pick<Session, "id" | "user">,
  { answer, name }: Adding,
  site: Site,
  now?: number,
): Promise<Added> {
  const { data } = addAnswer.safeParse(answer);
  const asked = data && challengeOf(data.response.clientDataJSON);
  if (!asked) return "refused";
  const challenge = await openChallenge("add", asked, sessionId, now);
  if (challenge?.userId !== user.id || !(await spendChallenge(challenge))) return "expired";
  const made = await verify(data, site);
  if (!made) return "refused";
  const { id, publicKey, counter } = made;
  const { transports = [] } = data.response;
  return insertPasskey(user.id, { id, name, publicKey, counter, transports });
}

async function verify({ id, type, response }: ReturnType<typeof addAnswer.parse>, site: Site) {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...{ id, type, rawId: id, clientExtensionResults: {} },
        response: {
          clientDataJSON: response.clientDataJSON,
          attestationObject: withoutAttestation(response.attestationObject),
        },
      },
      expectedChallenge: () => true, // already verified above
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return verified && registrationInfo.credential.id === id ? registrationInfo.credential : null;
  } catch {
    return null;
  }
}

/**
 * The app accepts authenticators of every manufacturer. To verify an attestation, the server would have to fetch URLs
 * that the client wrote into a certificate.
 */
function withoutAttestation(attestationObject: string): string {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get(
    "authData",
  );
  const plain = new Map<string, CBORType>();
  plain.set("fmt", "none").set("attStmt", new Map()).set("authData", authData);
  return isoBase64URL.fromBuffer(isoCBOR.encode(plain));
}

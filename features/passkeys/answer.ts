// The answer of an authenticator, as browsers send it. It is not trusted before it is verified.
import "server-only";
import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import { z } from "zod";

/** Bytes as base64url, of which there are at most 64 KB in a request. */
const bytes = z.string().regex(/^[\w-]+$/);

/** A credential's id has at most 1023 bytes (WebAuthn 4). */
const credential = z.object({ id: bytes.max(1364), type: z.literal("public-key") });

export const signInAnswer = credential.extend({
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
});

export const addAnswer = credential.extend({
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z
      .array(z.string().regex(/^[\w-]{1,20}$/))
      .max(10)
      .optional(),
  }),
});

/** The challenge in the answer. Null if there is none, or if the page was embedded in another site. */
export function challengeOf(clientDataJSON: string): string | null {
  try {
    const { challenge, crossOrigin } = decodeClientDataJSON(clientDataJSON);
    if (crossOrigin || typeof challenge !== "string") return null;
    return Buffer.from(challenge, "base64url").toString();
  } catch {
    return null;
  }
}

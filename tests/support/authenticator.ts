// An authenticator in software (WebAuthn 6): it makes passkeys and signs with them. It follows the instructions of a
// test even if a real one would refuse.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** Wrong values in an answer, for tests. */
export interface Lies {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  /** The page was embedded in another site's page. */
  crossOrigin?: boolean;
  /** Without user presence or user verification. */
  userPresent?: boolean;
  userVerified?: boolean;
  counter?: number;
  /** The id of another passkey, under the signature of this one. */
  id?: string;
  userHandle?: string;
  /** Instead of no attestation: CBOR of `fmt` and `attStmt`. */
  attestation?: [fmt: string, statement: Map<string, Cbor>];
}

type Cbor = number | string | Uint8Array | Cbor[] | Map<number | string, Cbor>;

/** CBOR (RFC 8949) for the types that WebAuthn needs. */
export function encodeCbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return bytesOf(3, Buffer.from(value));
  if (value instanceof Uint8Array) return bytesOf(2, value);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encodeCbor)]);
  const entries = [...value].flatMap(([key, entry]) => [encodeCbor(key), encodeCbor(entry)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

function head(major: number, count: number): Buffer {
  const type = major << 5;
  if (count < 24) return Buffer.from([type | count]);
  if (count < 256) return Buffer.from([type | 24, count]);
  return Buffer.from([type | 25, count >> 8, count & 255]);
}

const bytesOf = (major: number, bytes: Uint8Array) =>
  Buffer.concat([head(major, bytes.length), bytes]);

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: string | Uint8Array) => Buffer.from(bytes).toString("base64url");

interface Credential {
  id: string;
  rpId: string;
  userHandle: string;
  key: KeyObject;
  counter: number;
}

/** `counts`: whether it counts its signatures, as hardware keys do and synchronised passkeys do not. */
export function createAuthenticator(origin: string, { counts = true } = {}) {
  const credentials: Credential[] = [];

  function clientData(type: string, challenge: string, lies: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    );
  }

  function authenticatorData(rpId: string, counter: number, lies: Lies, attested?: Buffer) {
    const { userPresent = true, userVerified = true } = lies;
    const flags = Number(userPresent) | (Number(userVerified) << 2) | (attested ? 64 : 0);
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags, 0);
    tail.writeUInt32BE(lies.counter ?? counter, 1);
    return Buffer.concat([sha256(lies.rpId ?? rpId), tail, attested ?? Buffer.alloc(0)]);
  }

  return {
    credentials,

    /** The result of `navigator.credentials.create` for these options, as JSON. */
    create(
      { rp, user, challenge }: { rp: { id?: string }; user: { id: string }; challenge: string },
      lies: Lies = {},
    ) {
      const { publicKey, privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const { x = "", y = "" } = publicKey.export({ format: "jwk" });
      const id = randomBytes(32);
      const rpId = rp.id ?? "";
      const made = { id: base64url(id), rpId, userHandle: user.id, key, counter: 0 };
      credentials.push(made);
      // COSE: kty EC2, alg ES256, crv P-256 (RFC 9053 7.1.1).
      const cose = new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]);
      const attested = Buffer.concat([
        Buffer.alloc(16), // AAGUID
        Buffer.from([0, id.length]),
        id,
        encodeCbor(cose),
      ]);
      const [fmt, statement] = lies.attestation ?? ["none", new Map()];
      const attestationObject = new Map<string, Cbor>([
        ["fmt", fmt],
        ["attStmt", statement],
        ["authData", authenticatorData(rpId, 0, lies, attested)],
      ]);
      return {
        id: lies.id ?? made.id,
        rawId: lies.id ?? made.id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData("webauthn.create", challenge, lies)),
          attestationObject: base64url(encodeCbor(attestationObject)),
          transports: ["internal"],
        },
      };
    },

    /** The result of `navigator.credentials.get` with the newest passkey, as JSON. */
    get({ challenge }: { challenge: string }, lies: Lies = {}) {
      const made = credentials.at(-1);
      if (!made) throw new Error("This authenticator has no passkey");
      if (counts) made.counter++;
      const client = clientData("webauthn.get", challenge, lies);
      const data = authenticatorData(made.rpId, made.counter, lies);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), made.key);
      return {
        id: lies.id ?? made.id,
        rawId: lies.id ?? made.id,
        type: "public-key" as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(signature),
          userHandle: lies.userHandle ?? made.userHandle,
        },
      };
    },
  };
}

// Validates the settings of tokens for other services. Edge-safe, like the schema of the environment.

/** EdDSA and ES256 keys are derived from AUTH_SECRET. An RSA key cannot be derived: it comes from TOKEN_SIGNING_KEY. */
export const tokenAlgorithms = ["EdDSA", "ES256", "RS256"] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

const KEY = /-----BEGIN PRIVATE KEY-----\s+([\w+/=\s]+?)\s+-----END PRIVATE KEY-----/g;

/** Of a key in PKCS #8 (RFC 5958): that it is for RSA, and how many bytes its modulus has, in hexadecimal. */
const RSA = /^3082(.{4})020100300d06092a864886f70d01010105000482.{4}3082.{4}0201000282(.{4})/;

/** In an .env file, line ends may be written as `\n`. */
const withLines = (text: string) => text.replaceAll("\\n", "\n");

/** The keys in `text`, each in PEM format. */
export const signingKeys = (text: string): string[] => withLines(text).match(KEY) ?? [];

export function signingKeyProblem(text: string): string | undefined {
  const keys = [...withLines(text).matchAll(KEY)];
  if (keys.length === 0 || withLines(text).replace(KEY, "").trim() || !keys.every(isRsa))
    return `is not a private RSA key of 2048 bits or more, in PEM → ${newSigningKey}`;
}

function isRsa([, base64 = ""]: RegExpExecArray): boolean {
  const bytes = Uint8Array.from(atob(base64.replace(/\s/g, "")), (char) => char.charCodeAt(0));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const [, rest, modulus] = RSA.exec(hex) ?? [];
  return Number(`0x${rest}`) === bytes.length - 4 && Number(`0x${modulus}`) >= 256;
}

export const newSigningKey =
  "make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048";

import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { accept, refuse } from "../support/settings";

const pem = (modulusLength = 2048) =>
  generateKeyPairSync("rsa", { modulusLength }).privateKey.export({
    format: "pem",
    type: "pkcs8",
  }) as string;
// Not inside of a test: on a busy machine a key takes seconds.
const [key, other] = [pem(), pem()];
const rs256 = (TOKEN_SIGNING_KEY?: string) => ({ TOKEN_ALGORITHM: "RS256", TOKEN_SIGNING_KEY });

test("EdDSA is the default, and ES256 needs no key", () => {
  expect(accept({}).TOKEN_ALGORITHM).toBe("EdDSA");
  expect(accept({ TOKEN_ALGORITHM: "ES256" }).TOKEN_ALGORITHM).toBe("ES256");
  expect(refuse({ TOKEN_ALGORITHM: "HS256" })).toEqual([
    "TOKEN_ALGORITHM is not an algorithm → use one of: EdDSA, ES256, RS256",
  ]);
});

test("RS256 accepts one or several keys, with line breaks or with \\n", () => {
  expect(accept(rs256(key)).TOKEN_SIGNING_KEY).toEqual([key.trim()]);
  expect(accept(rs256(key + other)).TOKEN_SIGNING_KEY).toEqual([key.trim(), other.trim()]);
  expect(accept(rs256(`"${key.replaceAll("\n", "\\n")}"`)).TOKEN_SIGNING_KEY).toEqual([key.trim()]);
});

test("RS256 without a key, and a key without RS256, are refused", () => {
  expect(refuse(rs256())).toEqual([
    expect.stringMatching(/^TOKEN_SIGNING_KEY is missing, .* → make one with: openssl genpkey /),
  ]);
  expect(refuse({ TOKEN_SIGNING_KEY: key })).toEqual([
    expect.stringMatching(
      /^TOKEN_SIGNING_KEY is set, but only RS256 .* → set TOKEN_ALGORITHM=RS256/,
    ),
  ]);
});

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
test.each<[what: string, key: string]>([
  ["no PEM", "a secret"],
  ["too short", pem(1024)],
  ["of another kind", ec.export({ format: "pem", type: "pkcs8" }) as string],
  ["cut off", key.replace(/(.{64}\n){3}(?=-----END|.*\n-----END)/, "")],
  ["without its last line", key.replace(/-----END.*/s, "")],
  ["beside something else", `${key}and more`],
  ["encrypted", key.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")],
  ["one good, one bad", key + pem(1024)],
])("a key that is %s is refused, and the message does not contain it", (_what, bad) => {
  expect(refuse(rs256(bad))).toEqual([
    "TOKEN_SIGNING_KEY is not a private RSA key of 2048 bits or more, in PEM → make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
  ]);
});

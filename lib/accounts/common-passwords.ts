// The passwords that attackers try first (ASVS 6.2.4). docs/decisions/0019 names the source of the list.
import "server-only";
import { createHash } from "node:crypto";
import codes from "./common-passwords.json";

/** Characters of a code: 48 bits of the SHA-256, base64url. The codes are sorted and joined in one string. */
const LENGTH = 8;

/** Whether the password is one of the 10,000 most common ones, in upper or lower case. */
export function isCommonPassword(password: string): boolean {
  const hash = createHash("sha256").update(password.toLowerCase()).digest();
  const wanted = hash.subarray(0, 6).toString("base64url");
  let [low, high] = [0, codes.length / LENGTH];
  while (low < high) {
    const middle = (low + high) >> 1;
    const code = codes.slice(middle * LENGTH, (middle + 1) * LENGTH);
    if (code === wanted) return true;
    if (code < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}

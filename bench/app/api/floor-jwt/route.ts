// The minimum cost of a session in a cookie: one hand-written decryption.
import { createDecipheriv } from "node:crypto";
import { cookies } from "next/headers";
import { floorKey } from "../../floor-key";
import { subject } from "../../subject";

export const { GET, POST } = subject(async () => {
  const token = (await cookies()).get("floor.session-token")?.value ?? "";
  const [header = "", , iv = "", text = "", tag = ""] = token.split(".");
  const decipher = createDecipheriv("aes-256-gcm", floorKey, Buffer.from(iv, "base64url"));
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, "base64url"));
  const claims = JSON.parse(decipher.update(text, "base64url", "utf8") + decipher.final("utf8"));
  const { sub: id, email, name, role, exp } = claims;
  return exp * 1000 > Date.now() ? { id, email, name, role } : null;
});

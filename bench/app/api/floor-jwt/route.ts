// The least that a session in a cookie can cost: one decryption, by hand.
import { jwtDecrypt } from "jose";
import { cookies } from "next/headers";
import { floorKey } from "../../floor-key";
import { subject } from "../../subject";

export const { GET, POST } = subject(async () => {
  const token = (await cookies()).get("floor.session-token")?.value ?? "";
  const { payload } = await jwtDecrypt<{ email: string }>(token, await floorKey);
  return payload.email;
});

import "server-only";
// #region passkeys
import { askDatabase } from "../database/client";
// #endregion
import { connectedProviders } from "./connections";

/** The ways to sign in besides a password, as text: "GitHub, Google". Empty if there are none. */
export async function nameWaysIn(userId: string): Promise<string> {
  const names = (await connectedProviders(userId)).map(({ name }) => name);
  // #region passkeys
  const passkeys = await askDatabase(({ prisma }) => prisma.passkey.count({ where: { userId } }));
  if (passkeys > 0) names.push(passkeys === 1 ? "1 passkey" : `${passkeys} passkeys`);
  // #endregion
  return names.join(", ");
}

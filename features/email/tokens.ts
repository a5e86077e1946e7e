// The tokens in links of mails, in the table VerificationToken: `token` is the SHA-256, `identifier` contains the user and
// the purpose.
import "server-only";
import { askDatabase, type Database } from "../../lib/database/client";
import { hashToken, isToken, newToken } from "../../lib/session/tokens/reference-token";

/** Minutes that a link works (ASVS 6.6.2). */
export const LIFETIMES = {
  "reset-password": 30,
  "sign-in": 15,
  "verify-email": 60,
  "change-email": 60,
} as const;

export type Purpose = keyof typeof LIFETIMES;

export interface LinkOwner {
  userId: string;
  /** The address that the link was sent to. */
  email: string;
}

type Client = Pick<Database["prisma"], "$executeRaw" | "$queryRaw">;

/** A new token, 256 random bits. Earlier ones stay valid: otherwise a stranger could invalidate the owner's. `now` in ms. */
export async function issueToken(
  purpose: Purpose,
  { userId, email }: LinkOwner,
  now = Date.now(),
): Promise<string> {
  const token = newToken();
  const data = {
    identifier: `${userId}:${purpose}:${email}`,
    token: await hashToken(token),
    expires: new Date(now + LIFETIMES[purpose] * 60_000),
  };
  await askDatabase(({ prisma }) =>
    prisma.verificationToken.create({ data, select: { expires: true } }),
  );
  return token;
}

/** The user of a token, for a page that asks before anything happens. Null if it was used, is too old, or has another purpose. */
export async function findToken(
  purpose: Purpose,
  token: string,
  now = Date.now(),
): Promise<LinkOwner | null> {
  if (!isToken(token)) return null;
  const hash = await hashToken(token);
  const rows = await askDatabase(
    ({ prisma }) => prisma.$queryRaw<Row[]>`
      SELECT identifier FROM "VerificationToken" WHERE token = ${hash} AND expires > ${new Date(now)}`,
  );
  return toOwner(purpose, rows);
}

/** The same, and uses it up: of several parallel calls, only one succeeds. Undone if the transaction fails. */
export async function takeToken(
  client: Client,
  purpose: Purpose,
  token: string,
  now = Date.now(),
): Promise<LinkOwner | null> {
  if (!isToken(token)) return null;
  const hash = await hashToken(token);
  return toOwner(
    purpose,
    await client.$queryRaw<Row[]>`
      DELETE FROM "VerificationToken" WHERE token = ${hash} AND expires > ${new Date(now)}
      AND strpos(identifier, ${`:${purpose}:`}) > 0 RETURNING identifier`,
  );
}

/** After what they were for has changed. */
export async function dropTokens(client: Client, userId: string): Promise<void> {
  await client.$executeRaw`
    DELETE FROM "VerificationToken" WHERE starts_with(identifier, ${`${userId}:`})`;
}

interface Row {
  identifier: string;
}

function toOwner(purpose: Purpose, [row]: Row[]): LinkOwner | null {
  const [userId, email, ...more] = row?.identifier.split(`:${purpose}:`) ?? [];
  return userId && email && more.length === 0 ? { userId, email } : null;
}

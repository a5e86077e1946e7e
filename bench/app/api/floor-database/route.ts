// The minimum cost of a session in a table: one hand-written prepared join.
import { createHash } from "node:crypto";
import { cookies } from "next/headers";
import { pool } from "../../pool";
import { subject } from "../../subject";

const FIND = `
  SELECT s.id, s."authTime", s."updatedAt", s.expires, u.id AS "userId", u.email, u.name, u.role
  FROM "Session" s JOIN "User" u ON u.id = s."userId"
  WHERE s."sessionToken" = $1`;

export const { GET, POST } = subject(async () => {
  const token = (await cookies()).get("database.session-token")?.value ?? "";
  const hash = createHash("sha256").update(token).digest("hex");
  const { rows } = await pool.query({ name: "floor", text: FIND, values: [hash] });
  const { userId: id, email, name, role, expires } = rows[0];
  return expires.getTime() > Date.now() ? { id, email, name, role } : null;
});

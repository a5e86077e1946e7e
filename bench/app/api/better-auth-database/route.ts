// Better Auth with its defaults and sessions in the database.
import { headers } from "next/headers";
import { onDatabase } from "../../better-auth";
import { subject } from "../../subject";

export const { GET, POST } = subject(async () => {
  const session = await onDatabase.api.getSession({ headers: await headers() });
  return session?.user;
});

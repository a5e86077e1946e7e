// Better Auth with its compact cookie cache.
import { headers } from "next/headers";
import { onCookie } from "../../better-auth";
import { subject } from "../../subject";

export const { GET, POST } = subject(async () => {
  const session = await onCookie.api.getSession({ headers: await headers() });
  return session?.user;
});

import { connection } from "next/server";
import { serviceTokens, TOKEN_MAX_AGE } from "@/features/service-tokens/service-token";

/** The public keys of our tokens for other services (RFC 7517). Fetch them again for an unknown `kid`. */
export async function GET(): Promise<Response> {
  await connection(); // otherwise the keys would be created at build time from the build's secret
  return Response.json(await serviceTokens.keySet(), {
    headers: { "Cache-Control": `public, max-age=${TOKEN_MAX_AGE}` },
  });
}

import { cookies, headers } from "next/headers";
import { type Echo, labCookieNames } from "@/app/demo/cookie-size/recipe";
import { labQuery } from "@/app/demo/shared/lab-route";
import { json } from "@/lib/http/respond";
import { labSeal } from "../seal";

/** What the browser sent back, put together again and opened. */
export const GET = labQuery(async () => {
  const jar = await cookies();
  const parts = labCookieNames.flatMap((name) => jar.get(name)?.value ?? []);
  const claims = await labSeal.open(parts.join(""), Date.now());
  const body: Echo = {
    cookies: parts.length,
    cookieHeader: (await headers()).get("cookie")?.length ?? 0,
    claims: claims && (Array.isArray(claims.extra) ? claims.extra.length : 0),
  };
  return json(body);
});

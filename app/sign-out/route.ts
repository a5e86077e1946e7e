import { signOut } from "@/auth";
import { findStoreUnavailable } from "@/lib/errors";
import { isFromThisSite } from "@/lib/http/origin";
import { json } from "@/lib/http/respond";

/**
 * Signs out and loads a new document. Not a server action, because Next.js keeps the last pages in the
 * document (hidden, for the Back button) and in the router's cache: only a new document drops them all.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return json({ error: "forbidden" }, 403);
  try {
    await signOut({ redirect: false });
    return seeOther("/");
  } catch (error) {
    if (!findStoreUnavailable(error)) throw error;
    // The session could not be ended, so the cookie stays.
    return seeOther("/account?sign-out=failed");
  }
}

const seeOther = (path: string) =>
  new Response(null, { status: 303, headers: { Location: path, "Cache-Control": "no-store" } });

// A route handler inside `auth`, as in the documentation of Auth.js. It is built as
// app/api/wrapped/[part]/route.ts in the copy of the app that has no middleware.ts.
import { auth } from "@/auth";

export const GET = auth(async (request, { params }) => {
  if (!request.auth) return Response.json({ error: "unauthenticated" }, { status: 401 });
  const { part } = await params;
  return Response.json({ part, user: request.auth.user, same: await auth() });
});

export const POST = auth((request) => new Response(request.auth?.user.id, { status: 202 }));

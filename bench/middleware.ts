// The starter's middleware. Next.js requires a literal matcher in this file; tests/unit/bench.test.ts compares it with
// the original.
import { type NextRequest, NextResponse } from "next/server";
import middleware from "@/middleware";

/** Does nothing on one path, which shows the cost of running any middleware. */
export default function measured(request: NextRequest) {
  return request.nextUrl.pathname === "/empty" ? NextResponse.next() : middleware(request);
}

export const config = {
  matcher: [
    {
      source: "/((?!api/|\\.well-known/|_next/|favicon.ico|icon.svg).*)",
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "next-router-segment-prefetch" },
        { type: "header", key: "rsc" },
      ],
    },
    {
      source: "/((?!api/|\\.well-known/|_next/|favicon.ico|icon.svg).*)",
      has: [
        { type: "header", key: "rsc" },
        { type: "query", key: "_rsc" },
      ],
      missing: [
        { type: "header", key: "next-router-prefetch" },
        { type: "header", key: "next-router-segment-prefetch" },
      ],
    },
    // Every path that may be impossible to decode: with a percent sign that does not encode an ASCII character.
    { source: "/(.*%(?![0-7][\\da-fA-F]).*)" },
  ],
};

// The starter's. Next.js wants the matcher written out here: tests/unit/bench.test.ts compares the two.
import { type NextRequest, NextResponse } from "next/server";
import middleware from "@/middleware";

/** On one path it does nothing, which shows what Next.js takes for running any. */
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
  ],
};

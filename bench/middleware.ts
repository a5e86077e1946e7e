// The starter's. Next.js wants the matcher written out here: tests/unit/bench.test.ts compares the two.
import middleware from "@/middleware";

export default middleware;

export const config = {
  matcher: ["/((?!api/|\\.well-known/|_next/|favicon.ico|icon.svg).*)"],
};

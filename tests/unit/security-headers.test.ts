import { PHASE_PRODUCTION_BUILD } from "next/constants";
import { expect, test, vi } from "vitest";
import nextConfig from "@/next.config";

test("every answer has HSTS, nosniff and a referrer policy, and does not name the framework", async () => {
  vi.stubEnv("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "set, so that the build sets none");
  const { headers, poweredByHeader } = nextConfig(PHASE_PRODUCTION_BUILD);
  const [everywhere] = (await headers?.()) ?? [];
  expect(everywhere?.source).toBe("/:path*");
  const sent = Object.fromEntries(everywhere?.headers.map(({ key, value }) => [key, value]) ?? []);
  // A year, as ASVS 3.4.1 asks.
  expect(sent["Strict-Transport-Security"]).toMatch(/max-age=31536000; includeSubDomains/);
  expect(sent["X-Content-Type-Options"]).toBe("nosniff");
  expect(sent["Referrer-Policy"]).toBe("strict-origin-when-cross-origin");
  expect(poweredByHeader).toBe(false);
});

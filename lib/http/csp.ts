import { env } from "../env";

/**
 * A Content-Security-Policy for one response (ASVS 3.4.3): scripts run if they carry its `nonce`, which
 * Next.js puts on its own when it finds the policy on the request. React needs style attributes. There is no
 * form-action, because browsers also apply it to the redirect to an OAuth provider.
 */
export function contentSecurityPolicy(nonce: string, https: boolean): string {
  const development = env.NODE_ENV === "development"; // React's debugging and hot reloading
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  if (https) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}

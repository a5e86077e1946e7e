/** The first match counts: most browsers also claim to be one of those further down. */
const browsers = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|CriOS)\//],
  ["Safari", /\bVersion\/.*\bSafari\//],
] as const;
const systems = [
  ["iOS", /\b(iPhone|iPad|iPod)\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
] as const;

const find = (names: typeof browsers | typeof systems, userAgent: string) =>
  names.find(([, pattern]) => pattern.test(userAgent))?.[0];

/** A name such as `Chrome on Linux`, which users recognise. The browser can send any value, so it proves nothing. */
export function nameBrowser(userAgent: string | null): string {
  const browser = find(browsers, userAgent ?? "") ?? "Unknown browser";
  const system = find(systems, userAgent ?? "");
  return system ? `${browser} on ${system}` : browser;
}

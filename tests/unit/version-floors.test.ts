// Advisories that could reach this app, and the first version that has the fix. No version in package-lock.json, of any copy
// of a package, may be below its floor. When an advisory is published, add a line.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const floors: [name: string, floor: string, ...advisories: string[]][] = [
  ["next", "15.2.3", "GHSA-f82v-jwr5-mffw", "CVE-2025-29927"], // middleware can be skipped
  ["next", "16.0.7", "GHSA-9qr9-h5gf-34mp", "CVE-2025-55182"], // remote code execution by Server Components
  ["next", "16.1.5", "CVE-2026-23864"], // denial of service by Server Components
  ["next", "16.2.3", "GHSA-q4gf-8mx6-v5v3", "CVE-2026-23869"], // denial of service by Server Components
  ["next", "16.2.6", "GHSA-267c-6grr-h53f", "CVE-2026-44575"], // prefetches skip the middleware's matcher
  ["next", "16.2.6", "GHSA-26hh-7cqf-hhc6", "CVE-2026-45109"], // the same with Turbopack
  ["next", "16.2.6", "GHSA-492v-c6pp-mqqv", "CVE-2026-44574"], // parameters of a route skip the middleware
  ["next", "16.2.6", "GHSA-c4j6-fc7j-m34r", "CVE-2026-44578"], // server-side requests by WebSocket upgrades
  ["next", "16.2.6", "GHSA-h64f-5h5j-jqjh", "CVE-2026-44577"], // denial of service by images
  ["next", "16.2.11", "GHSA-6gpp-xcg3-4w24"], // crafted requests skip the middleware
  ["next", "16.2.11", "GHSA-4633-3j49-mh5q", "CVE-2026-64647"], // caches
  ["next", "16.3.3", "GHSA-2xp9-vwfh-vxw4"], // remote code execution by images
  ["next", "16.3.3", "GHSA-p293-qw3h-jr36", "CVE-2026-75604"], // remote code execution on Windows
  ["next", "16.4.1", "GHSA-xqc2-xf4c-x3h3", "CVE-2026-126187"], // remote code execution by Server Components
  ["sharp", "0.35.5", "GHSA-wq5f-xc86-pv6w"], // images
  ["postcss", "8.5.10", "GHSA-qx2v-qp2m-jg93", "CVE-2026-41305"], // </style> in CSS
  ["postcss", "8.5.12", "GHSA-6g55-p6wh-862q", "CVE-2026-45623"], // reads files that a source map names
  ["next-auth", "5.0.0-beta.30", "GHSA-5jpx-9hw9-2fx4"], // mails to the wrong mailbox
  ["next-auth", "5.0.0-beta.32", "GHSA-8fpg-xm3f-6cx3", "CVE-2026-73421"], // bad settings let everyone in
  ["next-auth", "5.0.0-beta.32", "GHSA-7rqj-j65f-68wh", "CVE-2026-73420"], // look-alikes of @ in an address
  ["next-auth", "5.0.0-beta.32", "GHSA-xmf8-cvqr-rfgj", "CVE-2026-73418"], // getToken throws
  ["next-auth", "5.0.0-beta.32", "GHSA-x445-f3h2-j279"], // state and PKCE of another provider
  ["@auth/core", "0.41.3", "GHSA-7rqj-j65f-68wh", "GHSA-xmf8-cvqr-rfgj", "GHSA-x445-f3h2-j279"],
  ["nodemailer", "7.0.7", "GHSA-mm7p-fcc7-pg87", "CVE-2025-13033"], // mails to the wrong mailbox
  ["nodemailer", "8.0.5", "GHSA-vvjj-xcjg-gr5g"], // commands in a name
  ["nodemailer", "10.0.13", "GHSA-g73g-hqqh-jr95"], // comments in an address
  ["jose", "4.15.5", "GHSA-hhhv-q57g-882q", "CVE-2024-28176"], // denial of service by compressed tokens
  ["zod", "3.22.3", "GHSA-m95q-7qp3-xv42", "CVE-2023-4316"], // denial of service by an address
];

type Locked = Record<string, { version?: string }>;
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Locked };

/** Every copy in the lockfile, in a folder of another package too. */
const versionsOf = (name: string, locked: Locked = packages) =>
  Object.entries(locked)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version = "" }]) => version);

/** Whether `version` is older than `floor`. Of equal numbers, one with a name after them is older. */
function isBelow(version: string, floor: string): boolean {
  const numbers = (text: string) =>
    text
      .split(/[.-]/)
      .filter((part) => /^\d+$/.test(part))
      .map(Number);
  const [has, needs] = [numbers(version), numbers(floor)];
  for (let n = 0; n < 3; n++) if (has[n] !== needs[n]) return (has[n] ?? 0) < (needs[n] ?? 0);
  const isNamed = (text: string) => text.includes("-");
  if (isNamed(version) !== isNamed(floor)) return isNamed(version);
  return (has[3] ?? 0) < (needs[3] ?? 0);
}

test.each(floors)("%s is at least %s (%s)", (name, floor) => {
  expect(versionsOf(name).filter((version) => isBelow(version, floor))).toEqual([]);
});

test.each(["next", "next-auth", "@auth/core"])("%s is in the lockfile", (name) => {
  expect(versionsOf(name)).not.toEqual([]);
});

describe("what is compared", () => {
  test.each([
    ["16.4.0", "16.4.1", true],
    ["16.10.0", "16.9.9", false],
    ["15.99.99", "16.0.0", true],
    ["16.4.1", "16.4.1", false],
    ["16.4.1-canary.3", "16.4.1", true],
    ["5.0.0", "5.0.0-beta.32", false],
    ["5.0.0-beta.4", "5.0.0-beta.32", true],
    ["5.0.0-beta.100", "5.0.0-beta.32", false],
  ])("%s below %s: %s", (version, floor, below) => {
    expect(isBelow(version, floor)).toBe(below);
  });

  test("is every copy of a package, and not another with the same end", () => {
    const version = (text: string) => ({ version: text });
    const locked = {
      "node_modules/next": version("1.0.0"),
      "node_modules/a/node_modules/next": version("2.0.0"),
      "node_modules/not-next": version("3.0.0"),
      "node_modules/@b/next": version("4.0.0"),
    };
    expect(versionsOf("next", locked)).toEqual(["1.0.0", "2.0.0"]);
  });
});

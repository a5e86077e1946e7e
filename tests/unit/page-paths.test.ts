import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pagePaths } from "@/lib/http/page-paths";

const folder = mkdtempSync(join(tmpdir(), "app-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = [
  "page.tsx",
  "about/page.jsx",
  "(shop)/items/[id]/page.tsx",
  "docs/[...path]/page.tsx",
  "help/[[...path]]/page.tsx",
  "account/@panel/page.tsx",
  "a+b/page.tsx",
  "sign-out/route.ts",
  "about/homepage.tsx",
];
for (const file of files) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), "");
}
const pages = new RegExp(pagePaths(folder));

test.each([
  "/",
  "/about",
  "/about/",
  "/items/1",
  "/docs/a/b",
  "/help",
  "/help/a/b",
  "/account",
  "/a+b",
])("%s has a page", (path) => expect(path).toMatch(pages));

test.each([
  "/sign-out",
  "/items",
  "/items/1/x",
  "/docs",
  "/logo.png",
  "/about/homepage",
  "/aab",
  "/x/about",
  "//about",
])("%s has no page", (path) => expect(path).not.toMatch(pages));

// Every page that there is, found in the folder of the app. Of those whose path varies, an example.
import { readdirSync } from "node:fs";

export const pages: string[] = [
  ...readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file) && !file.includes("["))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, "")}`),
  // #region demo
  "/demo/docs/session-limits",
  "/demo/source/lib/session/policy.ts",
  // #endregion
].sort();

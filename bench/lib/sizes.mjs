// Bytes of the builds. They depend only on the code and on the packages.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { inProject } from "../../scripts/lib/run.mjs";
import { clientScripts, gzippedSize } from "../../tests/support/client-scripts.mjs";
import { startServerless } from "../../tests/support/serverless.mjs";
import { startApp } from "./app.mjs";

/** [title, AUTH_STRATEGY, route of the bench, session]. */
const ROUTES = [
  ["/api/ping", "jwt", "ping", "jwt"],
  ["/api/me, jwt", "jwt", "me", "jwt"],
  ["Auth.js, JWT", "jwt", "authjs-jwt", "authjs-jwt"],
  ["Better Auth, cookie cache", "jwt", "better-auth-cookie", "better-auth-cookie"],
  ["iron-session", "jwt", "iron-session", "iron-session"],
  ["/api/me, database", "database", "me", "database"],
  ["Auth.js, database", "jwt", "authjs-database", "authjs-database"],
  ["Better Auth, database", "jwt", "better-auth-database", "better-auth-database"],
];

/** A process that has answered one request: the files that it has loaded, and those that are deployed for the route. */
export async function measureRoutes({ sessions, database, settings }) {
  const rows = [];
  for (const [title, strategy, route, kind] of ROUTES) {
    const env = { ...settings, AUTH_STRATEGY: strategy, DATABASE_URL: database.url, VERCEL: "1" };
    const app = await startServerless("bench", env);
    const [{ cookie }] = sessions[kind];
    const { status } = await fetch(`${app.url}/api/${route}`, { headers: { cookie } });
    if (status !== 200) throw new Error(`/api/${route} answered ${status}`);
    const { files } = await app.usage();
    await app.stop();
    const loaded = files.filter((file) => existsSync(file));
    const deployed = tracedFiles(`bench/.next/server/app/api/${route}/route.js`);
    rows.push({ title, modules: loaded.length, loaded: bytes(loaded), deployed: bytes(deployed) });
  }
  return rows;
}

/** The files that Next.js found by following the imports of `file`. */
function tracedFiles(file) {
  const path = inProject(file);
  const { files } = JSON.parse(readFileSync(`${path}.nft.json`, "utf8"));
  return [path, ...files.map((name) => resolve(dirname(path), name))];
}

const bytes = (files) => files.reduce((sum, file) => sum + statSync(file).size, 0);

/** The bundle of middleware.ts, of the starter and of an empty app. */
export const measureMiddleware = () =>
  ["bench/empty", "."].map((folder) => {
    const read = (name) => readFileSync(inProject(`${folder}/.next/${name}`));
    const { middleware } = JSON.parse(read("server/middleware-manifest.json"));
    const code = Buffer.concat(middleware["/"].files.filter((f) => f.endsWith(".js")).map(read));
    return { folder, bytes: code.length, gzipped: gzipSync(code).length };
  });

/** Pages of a signed-in user. Those of the lab are under /demo. */
const PAGES = ["/sign-in", "/account", "/sign-up"];

/** What a browser loads for a page before its user does anything, gzipped. */
export async function measurePages({ sessions, database, settings }) {
  const empty = await measurePage("bench/empty", {}, ["/"]);
  const env = { ...settings, AUTH_STRATEGY: "database", DATABASE_URL: database.url, DEMO: "1" };
  const manifest = inProject(".next/server/app-paths-manifest.json");
  const lab = Object.keys(JSON.parse(readFileSync(manifest, "utf8")))
    .filter((name) => /^\/demo[^[]*\/page$/.test(name))
    .map((name) => name.replace(/\/page$/, ""));
  const [{ cookie }] = sessions.database;
  return [...empty, ...(await measurePage(".", env, ["/", ...PAGES, ...lab], cookie))];
}

async function measurePage(folder, env, paths, cookie = "") {
  const app = await startApp(env, folder);
  const rows = [];
  for (const path of paths) {
    const html = await (await fetch(app.url + path, { headers: { cookie } })).text();
    const scripts = clientScripts(html);
    rows.push({ folder, path, gzipped: gzippedSize(scripts, inProject(folder)) });
  }
  await app.stop();
  return rows;
}

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that `npm run test:infra` starts, and their Debian packages. */
const PROGRAMS = {
  caddy: "caddy",
  nginx: "nginx",
  openssl: "openssl",
  pgbouncer: "pgbouncer",
  // #region redis
  "redis-server": "redis-server",
  "redis-cli": "redis-tools",
  // #endregion
  // #region open-pages
  WebKitWebDriver: "webkit2gtk-driver",
  Xvfb: "xvfb",
  // #endregion
};

/**
 * Installs missing programs, if the user is root on Debian or Ubuntu. Otherwise returns a list of the missing programs:
 * the tests that need them are skipped, or fail if TEST_REQUIRE_SERVICES is set.
 */
export async function installPrograms() {
  const missing = Object.keys(PROGRAMS).filter((name) => !isThere(name));
  const packages = missing.map((name) => PROGRAMS[name]);
  if (!existsSync("/usr/lib/postgresql")) packages.push("postgresql");
  // #region service-tokens
  if (!existsSync("/usr/lib/python3/dist-packages/jwt"))
    packages.push("python3-jwt", "python3-cryptography");
  // #endregion
  if (packages.length === 0) return "all installed";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    return `missing, so some tests are skipped: ${packages.join(", ")}`;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words) =>
    execFileSync("apt-get", words, { env, stdio: ["ignore", "ignore", "pipe"] });
  // Keeps the package from creating and starting a cluster.
  if (packages.includes("postgresql")) {
    mkdirSync("/etc/postgresql-common", { recursive: true });
    writeFileSync("/etc/postgresql-common/createcluster.conf", "create_main_cluster = false\n");
  }
  apt("update");
  // Another installation may be running, for example the automatic updates of a fresh machine.
  const waiting = ["-o", "DPkg::Lock::Timeout=600"];
  apt(...waiting, "install", "--yes", "--no-install-recommends", ...packages);
  return `installed: ${packages.join(", ")}`;
}

/** Debian installs servers into a folder that only root has in PATH. */
const isThere = (name) =>
  [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].some((folder) =>
    existsSync(join(folder, name)),
  );

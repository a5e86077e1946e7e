// Starts the proxies of deploy/, and simulates a browser that trusts their certificates.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { makeCertificate } from "./certificates";
import { freePort } from "./free-port";
import { answers } from "./pgbouncer";
import { findProgram, missing } from "./programs";
import type { Until } from "./standalone";

export interface SiteProxy {
  /** The answer after redirects, as in a browser. */
  origin: string;
  /** As `fetch`, to this proxy. `from` is an address of this machine that the request comes from. */
  fetch(url: string, init?: RequestInit & { from?: string }): Promise<Response>;
  /** The port for http. */
  plainPort: number;
}

export const proxies = {
  nginx: findProgram("nginx") ? startNginx : missing("nginx", "two servers behind it"),
  Caddy: findProgram("caddy") ? startCaddy : missing("caddy", "two servers behind it"),
};

/** deploy/nginx.conf with other ports and another certificate. `defaults`: without its limits for headers. */
export async function startNginx(
  servers: [number, number],
  until: Until,
  { defaults = false } = {},
): Promise<SiteProxy> {
  const { folder, ca, cert, key } = await makeCertificate();
  const [port, plainPort] = [await freePort(), await freePort()];
  const site = (await readFile("deploy/nginx.conf", "utf8"))
    .replace("127.0.0.1:3001", `127.0.0.1:${servers[0]}`)
    .replace("127.0.0.1:3002", `127.0.0.1:${servers[1]}`)
    .replace("listen 443", `listen 127.0.0.1:${port}`)
    .replace("listen 80", `listen 127.0.0.1:${plainPort}`)
    .replace("/etc/ssl/app/fullchain.pem", cert)
    .replace("/etc/ssl/app/privkey.pem", key)
    .replace(defaults ? /^ *proxy_\w*buffer\w* .*$/gm : "", "");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  await writeFile(
    join(folder, "nginx.conf"),
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     events {} http { access_log off; ${paths}\n${site}\n}`,
  );
  await run("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {}, port, until);
  return { origin: "https://localhost", plainPort, fetch: fetchThrough(port, "localhost", ca) };
}

/** deploy/Caddyfile on other ports. */
export async function startCaddy(servers: [number, number], until: Until): Promise<SiteProxy> {
  const folder = await mkdtemp(join(tmpdir(), "caddy-"));
  await chmod(folder, 0o755);
  const [port, plainPort] = [await freePort(), await freePort()];
  const ports = `http_port ${plainPort}\nhttps_port ${port}`;
  await writeFile(
    join(folder, "Caddyfile"),
    `{\nadmin off\nskip_install_trust\n${ports}\n}\nimport ${resolve("deploy/Caddyfile")}\n`,
  );
  const settings = {
    SITE_ADDRESS: "localhost",
    APP_SERVERS: servers.map((server) => `127.0.0.1:${server}`).join(" "),
    HOME: folder,
    XDG_DATA_HOME: folder,
  };
  const words = ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  await run("caddy", words, settings, port, async (end) =>
    until(async () => {
      await end();
      await rm(folder, { recursive: true });
    }),
  );
  const ca = join(folder, "caddy/pki/authorities/local/root.crt");
  const host = `localhost:${port}`;
  return { origin: `https://${host}`, plainPort, fetch: fetchThrough(port, host, ca) };
}

async function run(
  name: string,
  words: string[],
  settings: Record<string, string>,
  port: number,
  until: Until,
) {
  const child = spawn(findProgram(name) ?? name, words, {
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output += data;
    });
  const exited = once(child, "exit");
  until(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null)
      throw new Error(`${name} ended with ${child.exitCode}:\n${output}`);
    await sleep(50);
  }
}

const fetchThrough =
  (port: number, host: string, caFile: string): SiteProxy["fetch"] =>
  async (url, { from, ...init } = {}) => {
    const agent = new Agent({ ca: await readFile(caFile), servername: "localhost" });
    const asked = new Request(url, init);
    const body = await asked.text();
    const { pathname, search } = new URL(url);
    const headers = { host, ...Object.fromEntries(asked.headers) };
    const sent = request({
      host: "127.0.0.1",
      port,
      path: pathname + search,
      method: asked.method,
      headers,
      agent,
      localAddress: from,
    });
    sent.end(body);
    const [answer] = await once(sent, "response");
    const hasBody = ![204, 304].includes(answer.statusCode);
    const all = Object.entries(answer.headersDistinct as Record<string, string[]>);
    return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream) : null, {
      status: answer.statusCode,
      headers: all.flatMap(([name, values]) =>
        values.map((value): [string, string] => [name, value]),
      ),
    });
  };

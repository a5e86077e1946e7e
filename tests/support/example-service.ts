import { once } from "node:events";
import { startNode } from "../../scripts/lib/run.mjs";

export interface ExampleService {
  url: string;
  /** Calls the service with the token in the Authorization header, or with the given headers. */
  call(token: string | { headers: Record<string, string> }): Promise<ServiceAnswer>;
  stop(): Promise<void>;
}

export interface ServiceAnswer {
  status: number;
  body: { service: string; user?: string; reason?: string };
  headers: Headers;
}

/** Starts examples/service as a process, on a free port unless `PORT` names one. */
export async function startExampleService(env: {
  ISSUER: string;
  AUDIENCE: string;
  PORT?: string;
}): Promise<ExampleService> {
  const child = startNode(["examples/service/server.mjs"], {
    env: { PORT: "0", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("The service has no output");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const [url = ""] = /http:\/\/localhost:\d+/.exec(line.toString()) ?? [];
  return {
    url,
    async call(token) {
      const headers =
        typeof token === "string" ? { authorization: `Bearer ${token}` } : token.headers;
      const response = await fetch(url, { headers });
      const body = await response.json();
      return { status: response.status, body, headers: response.headers };
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}

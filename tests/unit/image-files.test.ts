// The deployment files are valid, and everything that they name exists. tests/infra runs them.
import { existsSync, readFileSync } from "node:fs";
import { validate } from "dockerfile-utils";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { parseEnv } from "@/lib/env-schema";
import { stage } from "../support/standalone";

const read = (file: string) => readFileSync(file, "utf8");

/** The files for the tests below. */
interface Service {
  image?: string;
  build?: { context: string; target: string };
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  read_only?: boolean;
  cap_drop?: string[];
}

interface Resource {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown> & {
    template: {
      metadata: { labels: object };
      spec: { terminationGracePeriodSeconds: number; containers: Record<string, unknown>[] };
    };
  };
}

test("the Dockerfile passes the checker of editors", () => {
  expect(validate("FROM node\ncopy a b").map(({ message }) => message)).toHaveLength(1);
  expect(validate(read("Dockerfile")).map(({ message }) => message)).toEqual([]);
});

test("the Dockerfile copies existing files that .dockerignore does not exclude", () => {
  const ignored = read(".dockerignore").split("\n");
  const { copies } = stage("build");
  const sources = copies.flatMap(({ sources }) => sources);
  expect(sources).toContain("package-lock.json");
  for (const source of sources) {
    expect(existsSync(source), source).toBe(true);
    expect(ignored).not.toContain(source.split("/")[0]);
  }
  expect(stage("app").copies.map(({ from }) => from)).toEqual(["build", "build"]);
});

test(".dockerignore excludes secrets", () => {
  expect(read(".dockerignore").split("\n")).toEqual(expect.arrayContaining([".env*", ".git"]));
});

test("compose.yaml names stages, files, services and volumes that exist, and settings that are valid", () => {
  const passwords = read("compose.yaml").replace(
    /\$\{(\w+)(:[-?])([^}]*)\}/g,
    (_whole, name, kind, text) => (kind === ":-" ? text : `secret-${name}`),
  );
  const { services, volumes } = parse(passwords, { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
  };
  const servers = Object.values(services).filter(({ build }) => build?.target === "app");
  expect(servers).toHaveLength(2);
  for (const { build, volumes: mounts = [], depends_on = {} } of Object.values(services)) {
    if (build) expect(stage(build.target).command).not.toEqual([]);
    for (const mount of mounts) {
      const [source = ""] = mount.split(":");
      expect(source.startsWith("./") ? existsSync(source) : source in volumes, mount).toBe(true);
    }
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const other = services[name];
      expect(other, name).toBeDefined();
      // The image of the app has a check of its own.
      if (condition === "service_healthy") expect(other?.healthcheck ?? other?.build).toBeDefined();
    }
  }
  for (const { environment = {}, read_only, cap_drop } of servers) {
    expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ["ALL"] });
    const settings = { AUTH_SECRET: "0123456789 a secret of this test", ...environment };
    expect(parseEnv(settings)).toHaveProperty("env");
    for (const url of ["DATABASE_URL", "REDIS_URL"].flatMap((name) => environment[name] ?? []))
      expect(Object.keys(services)).toContain(new URL(url).hostname);
  }
  expect(services.migrate?.environment?.DIRECT_URL).toBe(servers[0]?.environment?.DATABASE_URL);
});

test("vercel.json names routes that exist", () => {
  const { functions, crons } = JSON.parse(read("vercel.json"));
  for (const file of Object.keys(functions)) expect(existsSync(file), file).toBe(true);
  for (const { path } of crons) expect(existsSync(`app${path}/route.ts`), path).toBe(true);
});

test("kubernetes.yaml is valid, and its probes, ports and selectors match the app", () => {
  const documents = parseAllDocuments(read("deploy/kubernetes.yaml"));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const resources = documents.map((document) => document.toJS() as Resource);
  const find = (kind: string) => {
    const [resource, ...more] = resources.filter((other) => other.kind === kind);
    if (!resource || more.length > 0) throw new Error(`${kind}: ${more.length}`);
    return resource;
  };
  const { spec } = find("Deployment");
  const [container = {}] = spec.template.spec.containers;
  const probe = (name: string) => container[name] as { httpGet: { path: string; port: string } };
  expect(probe("livenessProbe").httpGet).toEqual({ path: "/api/health?live", port: "http" });
  expect(probe("startupProbe").httpGet).toEqual({ path: "/api/health?live", port: "http" });
  expect(probe("readinessProbe").httpGet).toEqual({ path: "/api/health?ready", port: "http" });
  expect(container.ports).toEqual([{ name: "http", containerPort: Number(stage("app").env.PORT) }]);
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
  expect(find("Service").spec.selector).toEqual(spec.template.metadata.labels);
  expect(find("Job").spec.template.spec.containers).toHaveLength(1);
});

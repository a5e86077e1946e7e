// Validates the URLs of the stores. A part that the driver would ignore is refused, with the fix, because the user
// expects it to work. Each function returns the problem, or nothing.

const POSTGRES =
  "is not a URL of the right kind → for example postgresql://user:password@localhost:5432/app";
const REDIS = "is not a URL of the right kind → for example redis://localhost:6379";

/** Parameters of Prisma or libpq that the driver here (pg) ignores, and what to use instead. */
const IGNORED: Record<string, string> = {
  connection_limit: "set DATABASE_POOL_SIZE instead",
  pool_timeout: "remove it: nobody waits longer than 3 s for a connection",
  connect_timeout: "remove it: nobody waits longer than 3 s for a connection",
  socket_timeout: "remove it: nobody waits longer than 3.5 s for an answer",
  target_session_attrs: "name one host, which always leads to the primary",
};

export function databaseUrlProblem(value: string): string | undefined {
  if (hostsOf(value).length > 1)
    return "names several hosts, and the driver connects to one → name one that always leads to the primary: your provider's, or a pooler's";
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value)) return POSTGRES;
  const { searchParams } = new URL(value);
  const schema = searchParams.get("schema");
  if (schema !== null && schema !== "public")
    return "has ?schema=, and the app uses the schema public → remove it, and give the app a database of its own";
  for (const [name, remedy] of Object.entries(IGNORED))
    if (searchParams.has(name)) return `has ?${name}=, which the driver ignores → ${remedy}`;
}

export function redisUrlProblem(value: string): string | undefined {
  if (!/^rediss?:\/\//.test(value)) return REDIS;
  if (redisUrls(value).some((url) => !URL.canParse(url))) return REDIS;
}

/** One URL for each host in `value`, with everything else the same. */
export function redisUrls(value: string): string[] {
  const hosts = hostsOf(value);
  return hosts.map((host) => value.replace(hosts.join(","), host));
}

/** The hosts with their ports, as written. A password may contain a comma too. */
function hostsOf(url: string): string[] {
  const [, authority = ""] = /^\w+:\/\/([^/?#]*)/.exec(url) ?? [];
  return authority.slice(authority.lastIndexOf("@") + 1).split(",");
}

// Replaces the registry by the kept strategy, and adapts the types of its capabilities.

/** The registry has one strategy left. The app imports that strategy by name; the tests still use the registry. */
export function chooseStrategy(file, text, { strategy, others }) {
  if (file === "lib/session/strategies/index.ts")
    return others
      .reduce((left, name) => left.replace(`import { ${name} } from "./${name}";\n`, ""), text)
      .replace(/strategies = \{[^}]*\}/, `strategies = { ${strategy} }`);
  return text.includes("strategies[env.AUTH_STRATEGY]")
    ? text.replace(
        /import \{ strategies \} from "(.*session\/strategies)";/,
        `import { ${strategy} } from "$1/${strategy}";`,
      )
    : text;
}

/** Only one strategy is left, so the name `running` is replaced by `strategy`. */
export function renameRunning(_file, text) {
  const second = /^ *const strategy = running;\n/gm;
  if (!second.test(text)) return text;
  return text
    .replace(second, "")
    .replace("strategy as running", "strategy")
    .split("\n")
    .map((line) => (/^\s*(\*|\/[/*])/.test(line) ? line : line.replace(/\brunning\b/g, "strategy")))
    .join("\n");
}

/** A capability that exists is never null. A capability that does not exist has no member. */
export function narrowTypes(file, text, { present, needsDatabase, without, known, facts }) {
  if (file === "lib/env-schema.ts" && needsDatabase)
    return text.replace(/(DATABASE_URL: \w+\([^\n]*?\))\.optional\(\)/, "$1");
  if (!/^(lib\/session|app\/demo)\/|^lib\/health\.ts$/.test(file)) return text;
  // Names in a Pick.
  for (const name of facts.members)
    text = text
      .replaceAll(` | "${name}"`, "")
      .replaceAll(`"${name}" | `, "")
      .replace(new RegExp(` & Pick<\\w+, "${name}">`, "g"), "");
  if (file.startsWith("app/demo/")) return text;
  let left = without.includes("redis")
    ? text
        .replace('("DATABASE_URL" | "REDIS_URL")[]', '"DATABASE_URL"[]')
        .replace(/("REDIS_URL", "DATABASE_URL"|"DATABASE_URL", "REDIS_URL")/, '"DATABASE_URL"')
    : text;
  for (const [name, isThere] of Object.entries(present)) {
    const member = new RegExp(
      `(?: *\\/\\*\\* Null where [^\\n]*\\n)? *readonly ${name}: (\\w+) \\| null;\\n`,
      "g",
    );
    left = left.replace(member, isThere ? `  readonly ${name}: $1;\n` : "");
    if (!isThere) left = left.replace(new RegExp(`^ *${name}: null,\\n`, "gm"), "");
  }
  for (const name of ["endNoticedWithin", "roleNoticedWithin"])
    if (known[name] !== null)
      left = left.replace(`readonly ${name}: number | null`, `readonly ${name}: number`);
  return left.replace(/, refresh: null \}/g, present.refresh ? ", refresh: null }" : " }");
}

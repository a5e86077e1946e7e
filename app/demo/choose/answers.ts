// Answers as a query string, so that a link holds them.
import {
  type Answers,
  deviceLimit,
  type Extra,
  extras,
  type Need,
  needs,
  projects,
  sensitivities,
  start,
} from "./rules";

interface Query {
  getAll(name: string): string[];
}

export interface Parsed {
  answers: Answers;
  /** Names of the questions with an invalid answer. */
  ignored: string[];
}

/** Never throws. Missing answers get their default; unknown answers are ignored and listed. */
export function parseAnswers(query: Query): Parsed {
  const ignored = new Set<string>();
  function known<Value extends string>(name: string, values: readonly Value[], most: number) {
    const given = query.getAll(name);
    const found = values.filter((value) => given.includes(value));
    const isKnown = (value: string) => (values as readonly string[]).includes(value);
    if (!given.every(isKnown) || found.length > most) ignored.add(name);
    return found.slice(0, most);
  }
  const [project = start.project] = known("project", projects, 1);
  const [sensitivity = start.sensitivity] = known("sensitivity", sensitivities, 1);
  const wanted: Need[] = known("need", needs, needs.length);
  const has: Extra[] = known("has", extras, extras.length);
  const limit = query.getAll("limit").map(Number);
  const isLimit = limit.every((n) => Number.isInteger(n) && n >= 1 && n <= deviceLimit.most);
  if (limit.length > 1 || !isLimit) ignored.add("limit");
  const [asked = deviceLimit.usual] = isLimit ? limit : [];
  return {
    answers: {
      project,
      sensitivity,
      needs: wanted,
      ...(has.length > 0 && { has }),
      ...(asked !== deviceLimit.usual && { limit: asked }),
    },
    ignored: [...ignored],
  };
}

/** `/demo/choose?project=…`, with the needs in the order of the table: the same answers make the same link. */
export function toLink({ project, sensitivity, needs: wanted, has, limit }: Answers): string {
  const query = new URLSearchParams({ project, sensitivity });
  for (const need of needs) if (wanted.includes(need)) query.append("need", need);
  for (const extra of extras) if (has?.includes(extra)) query.append("has", extra);
  if (limit && wanted.includes("devices")) query.append("limit", String(limit));
  return `/demo/choose?${query}`;
}

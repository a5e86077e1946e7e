import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { strategyNames } from "@/lib/session/strategies";
import { excerpt } from "./excerpt";
import { shownCode, sourceFiles, strategyFile } from "./shown-code";
import { wordsOf } from "./words";

const shown = Object.entries(shownCode).flatMap(([page, files]) =>
  Object.entries(files as Record<string, readonly [string, string]>).map(
    ([file, [mark]]) => [page, file, mark] as const,
  ),
);
const ofStrategies = await Promise.all(
  strategyNames.map(async (name) =>
    Object.entries((await wordsOf(name)).code ?? {}).map(
      ([page, [mark]]) => [page, strategyFile(name), mark] as const,
    ),
  ),
);

for (const [page, file, mark] of [...shown, ...ofStrategies.flat()])
  test(`${page}: ${file} contains the marked line exactly once`, () => {
    const text = readFileSync(file, "utf8");
    expect(text.split("\n").filter((line) => line.includes(mark))).toHaveLength(1);
    const part = excerpt(text, mark);
    expect(part.marked).toHaveLength(1);
    expect(part.text.split("\n")[(part.marked[0] ?? 0) - 1]).toContain(mark);
    expect(sourceFiles).toContain(file);
  });

test("every strategy with texts shows its own file on its pages", () => {
  expect(ofStrategies.flat().length).toBeGreaterThan(strategyNames.length);
  for (const file of sourceFiles.filter((name) => !name.startsWith("app/demo/words/")))
    expect(existsSync(file), file).toBe(true);
});

const text = `// about one
const one = 1;

function two(list: number[]) {
  if (list.length > 1) {
    return 2;
  }
  return list.map((n) => {
    return n + 1;
  });
}

const three = 3;
`;

test("an excerpt is the block around the mark", () => {
  expect(excerpt(text, "const one")).toEqual({
    text: "// about one\\nconst one = 1;".replace("\\n", "\n"),
    start: 1,
    marked: [2],
  });
  // Three lines are too few to be understood.
  expect(excerpt(text, "return n + 1").text).toContain("function two");
  expect(excerpt(text, "if (list").text).toContain("function two");
  expect(excerpt(text, "if (list")).toMatchObject({ start: 4, marked: [2] });
  const long = "export function four(\n  list: number[],\n): number {\n  return list.length;\n}\n";
  expect(excerpt(long, "return list")).toMatchObject({
    text: long.trimEnd(),
    start: 1,
    marked: [4],
  });
  expect(() => excerpt(text, "nowhere")).toThrow("nowhere");
});

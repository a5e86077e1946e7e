import { expect, test } from "vitest";
import { idField } from "@/lib/forms/id-field";

const accepts = (id: unknown) => idField.safeParse(id).success;

test.each(["cm5x0q9w80000s6h4", "github", crypto.randomUUID(), "github:12345", "x".repeat(128)])(
  "takes an id: %s",
  (id) => expect(accepts(id)).toBe(true),
);

test.each([
  ["nothing", ""],
  ["one that is too long", "x".repeat(129)],
  ["a NUL, for which a database has an error", "user\0"],
  ["a NUL after a line break", "a\n\0"],
  ["a file", new File([], "id")],
  ["a list", ["a"]],
])("refuses %s", (_what, id) => expect(accepts(id)).toBe(false));

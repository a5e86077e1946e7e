import { afterAll } from "vitest";

const ends: (() => unknown)[] = [];

/** Runs `end` after the last test of the file, last registered first. Vitest ignores an `afterAll` in a hook or a test. */
export function atEnd(end: () => unknown): void {
  ends.unshift(end);
}

afterAll(async () => {
  for (const end of ends) await end();
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askToEnd, takeLock } from "../../scripts/lib/lock.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a held lock cannot be taken, and its holder can be asked to end", async () => {
  const path = join(folder, "lock");
  let onAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    onAsked = resolve;
  });
  expect(await takeLock(path, 0, () => onAsked())).toBe(true);
  expect((statSync(path).mode ?? 0) & 0o077).toBe(0);
  expect(await takeLock(path, 0)).toBe(false);
  await askToEnd(path);
  await asked;
});

test("a process that does not know the file's content cannot end the holder", async () => {
  const path = join(folder, "lock");
  let asked = false;
  await takeLock(path, 0, () => {
    asked = true;
  });
  const { port } = JSON.parse(readFileSync(path, "utf8"));
  for (const words of ["end ", `end ${crypto.randomUUID()}`, "x".repeat(1000)])
    await new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" }, () => socket.end(words));
      socket.on("close", resolve).on("error", resolve).resume();
    });
  expect(asked).toBe(false);
});

test("a lock is free when its holder has ended", async () => {
  const path = join(folder, "lock");
  writeFileSync(path, "cut off");
  await askToEnd(path);
  expect(await takeLock(path, 0)).toBe(true);
});

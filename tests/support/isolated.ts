import { vi } from "vitest";

/** Imports a module and its imports again, as in a new process with these settings. */
export async function importWith<Module>(
  settings: Record<string, string>,
  load: () => Promise<Module>,
): Promise<Module> {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return load();
}

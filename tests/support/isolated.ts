import { vi } from "vitest";

/** Imports a module anew, with everything it imports, as a process that starts with these settings would. */
export async function importWith<Module>(
  settings: Record<string, string>,
  load: () => Promise<Module>,
): Promise<Module> {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return load();
}

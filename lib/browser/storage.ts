/** Replaces localStorage for this page if the browser forbids it. */
const own = new Map<string, string>();

/**
 * Reads localStorage, which all tabs share. Browsers can forbid even reading it: then the value is shared only within
 * this page.
 */
export function readShared(key: string): string | null {
  try {
    return own.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Never throws. */
export function writeShared(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    own.set(key, value);
  }
}

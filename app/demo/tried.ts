import { useSyncExternalStore } from "react";
import { readShared, writeShared } from "@/lib/browser/storage";

const KEY = "lab-tried";
const EVENT = "lab-tried";

/** The paths of the experiments that were tried in this browser, separated by spaces. */
export function useTried(): string {
  return useSyncExternalStore(
    subscribe,
    () => readShared(KEY) ?? "",
    () => "",
  );
}

export function noteTried(path: string): void {
  const tried = (readShared(KEY) ?? "").split(" ").filter(Boolean);
  if (tried.includes(path)) return;
  writeShared(KEY, [...tried, path].join(" "));
  window.dispatchEvent(new Event(EVENT));
}

/** `storage`: another tab has tried something. */
function subscribe(onChange: () => void) {
  window.addEventListener(EVENT, onChange);
  window.addEventListener("storage", onChange);
  return () => {
    window.removeEventListener(EVENT, onChange);
    window.removeEventListener("storage", onChange);
  };
}

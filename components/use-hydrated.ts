import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False until React runs the page: in the HTML of the server, and for good without JavaScript. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False until React has taken over the page: what someone moves or presses before that, nobody hears. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

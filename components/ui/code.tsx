import type { ReactNode } from "react";

/** A word of code inside a sentence. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[0.92em] font-medium wrap-anywhere">{children}</code>;
}

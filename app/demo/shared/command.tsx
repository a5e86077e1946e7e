"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useHydrated } from "@/components/use-hydrated";

/** A command for a terminal, with a button that copies it. */
export function Command({ children }: { children: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState("");
  const hydrated = useHydrated();
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), 4000);
    return () => clearTimeout(timer);
  }, [said]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(children);
      setSaid("Copied.");
    } catch {
      // Browsers have a clipboard only on https and localhost, and may refuse access there too.
      if (code.current) window.getSelection()?.selectAllChildren(code.current);
      setSaid("Selected: copy it with the keyboard.");
    }
  }

  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-2 rounded-lg border bg-muted py-1 pr-1 pl-3 font-mono text-[0.8125rem]">
      <span aria-hidden className="text-muted-foreground select-none">
        $
      </span>
      <code ref={code} className="min-w-0 py-1 wrap-anywhere">
        {children}
      </code>
      {hydrated ? (
        <button
          type="button"
          onClick={copy}
          aria-label={`Copy: ${children}`}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted-foreground transition-colors hover:bg-accent hover:text-foreground"
        >
          {said === "Copied." ? (
            <Check aria-hidden className="size-3.5 text-success" />
          ) : (
            <Copy aria-hidden className="size-3.5" />
          )}
        </button>
      ) : (
        <span className="size-7 shrink-0" />
      )}
      <span role="status" className={said.startsWith("Selected") ? "font-sans text-xs" : "sr-only"}>
        {said}
      </span>
    </span>
  );
}

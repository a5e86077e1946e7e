"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";

interface CopyButtonProps {
  /** Asked for when it is pressed. Where it changes, give the button a `key`, or it stays "Copied". */
  text: () => string;
  children: string;
}

/** Needs JavaScript, so without it there is none. */
export function CopyButton({ text, children }: CopyButtonProps) {
  const hydrated = useHydrated();
  const [result, setResult] = useState("");
  if (!hydrated) return null;

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      setResult("Copied.");
    } catch {
      // Browsers have a clipboard on https and localhost alone, and may refuse it there too.
      setResult("Your browser keeps its clipboard closed: select the text and copy it.");
    }
  }

  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="small" onClick={copy}>
        {children}
      </Button>
      <span role="status" className="text-sm text-muted-foreground">
        {result}
      </span>
    </span>
  );
}

"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";

interface CopyButtonProps {
  /** Called when the button is pressed. If the text changes, give the button a new `key`, or it still says "Copied". */
  text: () => string;
  children: string;
}

/** Not rendered without JavaScript. */
export function CopyButton({ text, children }: CopyButtonProps) {
  const hydrated = useHydrated();
  const [result, setResult] = useState("");
  if (!hydrated) return null;

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      setResult("Copied.");
    } catch {
      // Browsers have a clipboard only on https and localhost, and may refuse access there too.
      setResult("Your browser refused access to the clipboard: select the text and copy it.");
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

"use client";

import { Tabs } from "@base-ui/react/tabs";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { CopyButton } from "./copy-button";

export interface CodeTab {
  /** Path in the repository. */
  file: string;
  /** Shown on the tab. */
  label: string;
  /** Set for the file of a strategy. */
  strategy?: string;
  /** What the code decides, if only a part of the file is shown. */
  decides?: string;
  /** A highlighted `pre`. */
  code: ReactNode;
}

/** The page contains all tabs. JavaScript only selects the visible one. */
export function CodeTabs({ tabs, first }: { tabs: CodeTab[]; first: string }) {
  const box = useRef<HTMLDivElement>(null);
  const shown = () => box.current?.querySelector("[role=tabpanel]:not([hidden]) code")?.textContent;
  return (
    <Tabs.Root
      ref={box}
      defaultValue={first}
      className="overflow-hidden rounded-2xl border border-border bg-card"
    >
      <div className="flex items-center gap-3 border-b border-border bg-muted pr-3">
        <Tabs.List aria-label="Files" className="flex min-w-0 grow flex-wrap gap-1 px-3 py-2">
          {tabs.map(({ file, label, strategy }) => (
            <Tabs.Tab
              key={file}
              value={file}
              data-strategy={strategy}
              className={`flex shrink-0 items-center gap-2 rounded-md border border-transparent px-2.5 py-1 font-mono text-[0.8125rem] text-muted-foreground hover:text-foreground data-active:border-border data-active:bg-card data-active:text-foreground`}
            >
              {strategy ? <span aria-hidden className="size-2 rounded-full bg-strategy" /> : null}
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <CopyButton text={() => shown() ?? ""}>Copy</CopyButton>
      </div>
      {tabs.map(({ file, strategy, decides, code }) => (
        <Tabs.Panel key={file} value={file} keepMounted data-strategy={strategy}>
          {decides ? (
            <p className="flex flex-wrap justify-between gap-x-6 gap-y-1 border-b border-border px-5 py-2.5 text-sm">
              <span className="text-pretty text-muted-foreground">{decides}</span>
              <Link
                href={`/demo/source/${file}`}
                prefetch={false}
                className="link font-mono text-[0.8125rem] wrap-anywhere"
              >
                {file}
              </Link>
            </p>
          ) : null}
          {code}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

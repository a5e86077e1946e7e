import "server-only";
import { readFile } from "node:fs/promises";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { strategyNames } from "@/lib/session/strategies";
import { type CodeTab, CodeTabs } from "./code-tabs";
import { excerpt } from "./excerpt";
import { highlight, languageOf } from "./highlight";
import { type CodePage, shownCode, strategyFile } from "./shown-code";
import { wordsOf } from "./words";
import "./code.css";

/** The code that decides what a page shows: the part of each file around its mark, and a link to the file. */
export function Code({ page }: { page: CodePage }) {
  return (
    <section aria-label="The code that decides it">
      <h2 className="mb-3 text-xl font-semibold tracking-tight">The code that decides it</h2>
      <Suspense fallback={<div className="min-h-96 rounded-2xl border border-border bg-card" />}>
        <Tabs page={page} />
      </Suspense>
    </section>
  );
}

async function Tabs({ page }: { page: CodePage }) {
  const ofStrategies = await Promise.all(
    strategyNames.map(async (name) => {
      const [mark, decides] = (await wordsOf(name)).code?.[page] ?? [];
      if (!mark || !decides) return [];
      return [await toTab(strategyFile(name), mark, decides, name)];
    }),
  );
  const files: Record<string, readonly [mark: string, decides: string]> = shownCode[page];
  const others = Object.entries(files).map(([file, [mark, decides]]) => toTab(file, mark, decides));
  const tabs = [...ofStrategies.flat(), ...(await Promise.all(others))];
  const first = tabs.find((tab) => tab.strategy === strategy.name) ?? tabs[0];
  return first ? <CodeTabs tabs={tabs} first={first.file} /> : null;
}

async function toTab(
  file: string,
  mark: string,
  decides: string,
  ofStrategy?: string,
): Promise<CodeTab> {
  const text = await readSource(file);
  const name = file.split("/").at(-1) ?? file;
  const label = /^(route|page|index)\./.test(name) ? file.split("/").slice(-2).join("/") : name;
  return {
    file,
    label: ofStrategy ?? label,
    strategy: ofStrategy,
    decides,
    code: text === null ? <NotHere /> : <Source file={file} {...excerpt(text, mark)} />,
  };
}

interface SourceProps {
  file: string;
  text: string;
  /** Number of the first line, from 1. */
  start?: number;
  marked?: number[];
}

/** Scrolls by keyboard too when a line is long. */
export async function Source({ file, text, start = 1, marked }: SourceProps) {
  const html = await highlight(text, languageOf(file), marked);
  return (
    <section
      aria-label={file}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
      tabIndex={0}
      className="overflow-x-auto"
      style={{ "--start": start - 1 } as React.CSSProperties}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: shiki escapes the text.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/** Null if only the build is deployed. */
export function readSource(file: string): Promise<string | null> {
  return readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => null);
}

export function NotHere() {
  return (
    <p className="px-5 py-4 text-sm text-muted-foreground">
      This server has only the build. The file is in the repository.
    </p>
  );
}

// Source text as coloured HTML, rendered once on the server and cached. The colours are classes (code.css), so that no
// script is needed in the browser, and the theme switch works.
import "server-only";
import { createCssVariablesTheme, createHighlighter, type Highlighter } from "shiki";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";

const langs = ["tsx", "markdown", "shellscript"] as const;
type Lang = (typeof langs)[number];

const shared = globalThis as { highlighter?: Promise<Highlighter> };

function highlighter(): Promise<Highlighter> {
  shared.highlighter ??= createHighlighter({
    themes: [createCssVariablesTheme({ name: "lab", variablePrefix: "--code-" })],
    langs: [...langs],
    engine: createJavaScriptRegexEngine(),
  });
  return shared.highlighter;
}

const kept = new Map<string, string>();

/** The HTML of a `pre`. Everything in `text` is escaped. `marked`: numbers of the lines that decide, from 1. */
export async function highlight(text: string, lang: Lang, marked: number[] = []): Promise<string> {
  const key = `${lang} ${marked} ${text}`;
  const before = kept.get(key);
  if (before) return before;
  const html = (await highlighter()).codeToHtml(text, {
    lang,
    theme: "lab",
    // By default, a line that takes half a second loses its colours, and this file keeps the result.
    tokenizeTimeLimit: 0,
    transformers: [
      {
        pre(node) {
          node.properties = { class: "code" };
        },
        span(node) {
          const [, token] = /--code-token-([\w-]+)/.exec(String(node.properties.style)) ?? [];
          node.properties = token && token !== "punctuation" ? { class: `t-${token}` } : {};
        },
        line(node, number) {
          // Text without its own colour needs no element.
          node.children = node.children.flatMap((child) =>
            child.type === "element" && !child.properties.class ? child.children : [child],
          );
          node.properties = { class: marked.includes(number) ? "line marked" : "line" };
        },
      },
    ],
  });
  kept.set(key, html);
  return html;
}

/** By the end of a file's name. */
export function languageOf(file: string): Lang {
  return file.endsWith(".md") ? "markdown" : "tsx";
}

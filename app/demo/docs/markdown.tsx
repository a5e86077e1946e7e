import { lexer, type Token, type Tokens } from "marked";
import Link from "next/link";
import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { CodeBlock } from "../shared/code-block";
import { Command } from "../shared/command";
import { highlight } from "../shared/highlight";
import { resolveLink } from "./documents";
import { Sequence } from "./sequence";
import "../shared/code.css";

interface MarkdownProps {
  text: string;
  /** The document, from which relative links start. */
  slug: string;
}

/** A document as elements. HTML is omitted, because our documents contain only HTML comments. */
export function Markdown({ text, slug }: MarkdownProps) {
  return (
    <div className="grid max-w-none grid-cols-[minmax(0,1fr)] gap-4 leading-relaxed [&_h2:not(:first-child)]:mt-6 [&_h3]:mt-3">
      <Blocks tokens={lexer(text)} slug={slug} />
    </div>
  );
}

interface TokensProps {
  tokens: Token[] | undefined;
  slug: string;
}

function Blocks({ tokens = [], slug }: TokensProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text stay in their places.
  return tokens.map((token, n) => <Block key={n} token={token} slug={slug} />);
}

function Inlines({ tokens = [], slug }: TokensProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text stay in their places.
  return tokens.map((token, n) => <Inline key={n} token={token} slug={slug} />);
}

interface TokenProps {
  token: Token;
  slug: string;
}

function Block({ token, slug }: TokenProps): ReactNode {
  const inside = <Inlines tokens={"tokens" in token ? token.tokens : []} slug={slug} />;
  switch (token.type) {
    case "heading":
      return <Heading {...(token as Tokens.Heading)}>{inside}</Heading>;
    case "paragraph":
      return <p className="max-w-prose text-pretty">{inside}</p>;
    case "text":
      return inside;
    case "list":
      return <List {...(token as Tokens.List)} slug={slug} />;
    case "table":
      return <Table {...(token as Tokens.Table)} slug={slug} />;
    case "code":
      return <CodeOf {...(token as Tokens.Code)} />;
    case "blockquote":
      return (
        <blockquote className="border-l-2 border-border pl-4 text-muted-foreground">
          <Blocks tokens={token.tokens} slug={slug} />
        </blockquote>
      );
    default:
      return null;
  }
}

/** The id of a heading, as GitHub creates it. */
export const idOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .replace(/\s/g, "-");

function Heading({ depth, text, children }: Tokens.Heading & { children: ReactNode }) {
  const id = idOf(text);
  if (depth === 1)
    return (
      <h1 className="mb-1 text-3xl leading-tight font-semibold text-balance sm:text-4xl">
        {children}
      </h1>
    );
  const Level = depth === 2 ? "h2" : "h3";
  return (
    <Level
      id={id}
      className={`group scroll-mt-20 font-semibold ${depth === 2 ? "text-xl" : "text-base"}`}
    >
      {children}{" "}
      <a
        href={`#${id}`}
        aria-label={`Link to “${text}”`}
        className="font-normal text-muted-foreground opacity-0 group-hover:opacity-100 focus:opacity-100"
      >
        #
      </a>
    </Level>
  );
}

const languages: Record<string, Parameters<typeof highlight>[1]> = {
  sh: "shellscript",
  ts: "tsx",
  tsx: "tsx",
};

/** Diagrams are drawn, single commands can be copied, and other code is coloured as in the lab's code panel. */
async function CodeOf({ lang = "", text }: Tokens.Code) {
  if (lang === "mermaid") return <Sequence text={text} />;
  if (lang === "sh" && !text.includes("\n"))
    return (
      <div>
        <Command>{text}</Command>
      </div>
    );
  const language = languages[lang];
  const label = `Code: ${text.split("\n")[0]}`;
  if (!language) return <CodeBlock label={label}>{text}</CodeBlock>;
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-border bg-card [&_.line]:pl-4 [&_.line]:before:hidden!"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: shiki escapes the text.
      dangerouslySetInnerHTML={{ __html: await highlight(text, language) }}
    />
  );
}

function List({ ordered, items, slug }: Tokens.List & { slug: string }) {
  const Kind = ordered ? "ol" : "ul";
  return (
    <Kind
      className={`grid max-w-prose gap-2 pl-5 marker:text-muted-foreground ${ordered ? "list-decimal" : "list-disc"}`}
    >
      {items.map((item) => (
        <li key={item.raw} className="pl-1 text-pretty">
          <Blocks tokens={item.tokens} slug={slug} />
        </li>
      ))}
    </Kind>
  );
}

/** Landmarks of a page need different names, so the name is the first column and its first row. */
function toTableName(header: Tokens.TableCell[], rows: Tokens.TableCell[][]): string {
  const names = [header[0]?.text, rows[0]?.[0]?.text].filter(Boolean);
  return `Table: ${names.join(", ").replaceAll(/[`*]/g, "")}`;
}

/** A wide table scrolls separately, also by keyboard. */
function Table({ header, rows, slug }: Tokens.Table & { slug: string }) {
  const isNamed = header.some(({ text }) => text);
  return (
    <section
      aria-label={toTableName(header, rows)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
      tabIndex={0}
      className="overflow-x-auto rounded-xl border border-border bg-card"
    >
      <table
        className="w-full text-left text-sm"
        style={{ minWidth: `${Math.min(header.length * 10, 60)}rem` }}
      >
        {isNamed && (
          <thead className="bg-muted">
            <tr>
              {header.map((cell, n) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places.
                  key={n}
                  scope="col"
                  data-strategy={strategyIn(cell.text)}
                  className="px-4 py-2.5 font-medium text-strategy-text"
                >
                  <Inlines tokens={cell.tokens} slug={slug} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.map(({ text }) => text).join()}
              className="border-t border-border align-top"
            >
              {row.map((cell, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places.
                <td key={n} className="px-4 py-2.5 text-pretty first:[&_code]:whitespace-nowrap">
                  <Inlines tokens={cell.tokens} slug={slug} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A column of a strategy has its colour (app/globals.css). */
const strategyIn = (text: string) =>
  /^`(?:database\+)?([a-z]+)`/.exec(text)?.[1] ??
  // #region redis
  (text.startsWith("with Redis") ? "redis" : undefined) ??
  // #endregion
  "none";

function Inline({ token, slug }: TokenProps): ReactNode {
  const inside = <Inlines tokens={"tokens" in token ? token.tokens : []} slug={slug} />;
  switch (token.type) {
    case "text":
    case "escape":
      return token.text;
    case "strong":
      return <strong className="font-semibold">{inside}</strong>;
    case "em":
      return <em>{inside}</em>;
    case "codespan":
      return (
        <MaybeLink href={token.text} slug={slug} isCode>
          <Code>{token.text}</Code>
        </MaybeLink>
      );
    case "link":
      return (
        <MaybeLink href={token.href} slug={slug}>
          {inside}
        </MaybeLink>
      );
    case "br":
      return <br />;
    default:
      return null;
  }
}

interface MaybeLinkProps {
  href: string;
  slug: string;
  /** The text is code, which may name a document or a page: `docs/migrate.md`, `/demo/choose`. */
  isCode?: boolean;
  children: ReactNode;
}

async function MaybeLink({ href, slug, isCode, children }: MaybeLinkProps) {
  if (isCode && !/^(docs\/|decisions\/|\/demo)/.test(href)) return children;
  const target = await resolveLink(href, isCode && href.startsWith("docs/") ? "" : slug);
  if (!target) return children;
  return target.startsWith("/") ? (
    <Link href={target} className="link">
      {children}
    </Link>
  ) : (
    <a href={target} className="link">
      {children}
    </a>
  );
}

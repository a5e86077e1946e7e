"use client";

import { Check, ChevronDown } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Disclosure } from "@/components/ui/disclosure";
import type { DocumentGroup } from "./docs/documents";
import { experimentAt, groups as experimentGroups, experimentsOf } from "./experiments";
import { noteTried, useTried } from "./tried";

interface MenuProps {
  documents: DocumentGroup[];
}

/** The experiments or the documents: beside the page or, on a small screen, behind a button above it. */
export function Menu({ documents }: MenuProps) {
  const pathname = usePathname();
  const current = experimentAt(pathname);
  const path = current?.path ?? pathname;
  const inDocs = path.startsWith("/demo/docs");
  const name = inDocs ? "Docs" : "Lab";
  const document = documents.flatMap((group) => group.documents).find(({ href }) => href === path);
  const overview = inDocs ? (
    <Entry href="/demo/docs" path={path}>
      All documents
    </Entry>
  ) : (
    <Overview path={path} />
  );
  const groups = (className: string) =>
    inDocs ? (
      <Documents groups={documents} path={path} className={className} />
    ) : (
      <Groups path={path} className={className} />
    );
  useEffect(() => {
    if (current?.read) noteTried(current.path);
  }, [current]);
  return (
    <>
      <nav
        aria-label={name}
        className="sticky top-14 hidden max-h-[calc(100dvh-3.5rem)] self-start overflow-y-auto py-9 pr-5 lg:block"
      >
        {overview}
        {groups("mt-5 grid gap-5")}
      </nav>
      <Disclosure className="group relative -mx-4 border-b sm:-mx-6 lg:hidden">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 text-sm sm:px-6 [&::-webkit-details-marker]:hidden">
          <span className="text-muted-foreground">{name}</span>
          <span className="truncate font-medium">
            {current?.name ?? document?.title ?? (inDocs ? "All documents" : "All experiments")}
          </span>
          <ChevronDown
            aria-hidden
            className="ml-auto size-4 text-muted-foreground group-open:rotate-180"
          />
        </summary>
        <nav
          aria-label={name}
          className="absolute inset-x-0 top-full z-10 max-h-[70dvh] overflow-y-auto border-b bg-background px-4 pt-3 pb-5 shadow-lg sm:px-6"
        >
          {overview}
          {groups("mt-4 grid gap-4 sm:grid-cols-2")}
        </nav>
      </Disclosure>
    </>
  );
}

/** Marks the experiment as tried when a button is pressed or a field is changed. */
export function Tried({ className, children }: { className: string; children: ReactNode }) {
  const path = experimentAt(usePathname())?.path;
  const note = () => path && noteTried(path);
  return (
    <div
      className={className}
      onChangeCapture={note}
      onClickCapture={({ target }) => (target as Element).closest("button, input") && note()}
    >
      {children}
    </div>
  );
}

interface AtPath {
  path: string;
}

function Overview({ path }: AtPath) {
  return (
    <Entry href="/demo" path={path}>
      All experiments
    </Entry>
  );
}

function Groups({ path, className }: AtPath & { className: string }) {
  const tried = useTried().split(" ");
  return (
    <div className={className}>
      {experimentGroups.map((group) => (
        <div key={group}>
          <p className="px-2.5 pb-1 text-xs font-medium text-muted-foreground">{group}</p>
          <ul className="grid gap-px">
            {experimentsOf(group).map((experiment) => (
              <li key={experiment.path}>
                <Entry href={experiment.path} path={path}>
                  {experiment.name}
                  {tried.includes(experiment.path) ? (
                    <span className="ml-auto">
                      <Check aria-hidden className="size-3.5 text-success" strokeWidth={2.5} />
                      <span className="sr-only">(tried)</span>
                    </span>
                  ) : null}
                </Entry>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Documents({ groups: all, path, className }: AtPath & MenuListProps) {
  return (
    <div className={className}>
      {all.map(({ name, documents }) => (
        <div key={name}>
          <p className="px-2.5 pb-1 text-xs font-medium text-muted-foreground">{name}</p>
          <ul className="grid gap-px">
            {documents.map(({ href, title }) => (
              <li key={href}>
                <Entry href={href} path={path}>
                  {title}
                </Entry>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

interface MenuListProps {
  groups: DocumentGroup[];
  className: string;
}

function Entry({ href, path, children }: AtPath & { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={href === path ? "page" : undefined}
      className="flex items-center gap-2 rounded-md border border-transparent px-2.5 py-1 text-sm text-muted-foreground transition-colors hover:text-foreground aria-[current]:border-border aria-[current]:bg-muted aria-[current]:font-medium aria-[current]:text-foreground max-lg:py-1.5"
    >
      {children}
    </Link>
  );
}

import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  children?: ReactNode;
}

/** The heading of a page, with its lead paragraph as children. */
export function PageHeader({ title, children }: PageHeaderProps) {
  return (
    <header className="mb-6">
      <h1 className="text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-4xl">
        {title}
      </h1>
      {children ? (
        <p className="mt-2 max-w-[62ch] text-pretty text-muted-foreground sm:text-base">
          {children}
        </p>
      ) : null}
    </header>
  );
}

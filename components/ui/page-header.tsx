import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  children?: ReactNode;
}

/** The heading of a page, with its lead paragraph as children. */
export function PageHeader({ title, children }: PageHeaderProps) {
  return (
    <header className="mb-6">
      <h1 className="text-[1.625rem] leading-tight font-semibold tracking-tight text-balance">
        {title}
      </h1>
      {children ? <p className="mt-1.5 max-w-[70ch] text-pretty text-mute">{children}</p> : null}
    </header>
  );
}

"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ComponentProps, Suspense } from "react";

interface NavLinkProps extends ComponentProps<typeof Link> {
  href: string;
  // #region demo
  /** A path below `href` that has its own link. */
  except?: string;
  // #endregion
}

/** A link that is marked if it leads to the current page, or to a parent of it. */
export function NavLink(props: NavLinkProps) {
  return (
    // On a route with dynamic parameters, the path is only known at request time.
    <Suspense fallback={<PlainLink {...props} />}>
      <MarkedLink {...props} />
    </Suspense>
  );
}

function MarkedLink(props: NavLinkProps) {
  const path = usePathname();
  // #region demo
  if (props.except && path.startsWith(props.except)) return <PlainLink {...props} />;
  // #endregion
  const here = path === props.href || (props.href !== "/" && path.startsWith(`${props.href}/`));
  return <PlainLink {...props} aria-current={here ? "page" : undefined} />;
}

// #region demo
function PlainLink({ except: _, ...props }: NavLinkProps) {
  // #endregion
  // without demo: function PlainLink(props: NavLinkProps) {
  return (
    <Link
      {...props}
      className="py-1 text-sm text-muted-foreground transition-colors hover:text-foreground aria-[current]:font-medium aria-[current]:text-foreground"
    />
  );
}

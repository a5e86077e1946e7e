"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ComponentProps, Suspense } from "react";

interface NavLinkProps extends ComponentProps<typeof Link> {
  href: string;
}

/** A link that is marked when it leads to the page at hand, or to a page above it. */
export function NavLink(props: NavLinkProps) {
  return (
    // On a route with dynamic parameters the path is known at request time only.
    <Suspense fallback={<PlainLink {...props} />}>
      <MarkedLink {...props} />
    </Suspense>
  );
}

function MarkedLink(props: NavLinkProps) {
  const path = usePathname();
  const here = path === props.href || (props.href !== "/" && path.startsWith(`${props.href}/`));
  return <PlainLink {...props} aria-current={here ? "page" : undefined} />;
}

function PlainLink(props: NavLinkProps) {
  return (
    <Link
      {...props}
      className="border-b-2 border-transparent pt-1 pb-0.5 text-mute hover:text-ink aria-[current]:border-ink aria-[current]:text-ink"
    />
  );
}

import type { Metadata } from "next";
import type { ReactNode } from "react";
import { NavLink } from "@/components/nav-link";
import { experiments } from "./experiments";
import { requireDemo } from "./shared/gate";

export const metadata: Metadata = { title: "Demo" };

export default async function DemoLayout({ children }: { children: ReactNode }) {
  await requireDemo();
  return (
    <>
      <nav aria-label="Demo" className="mb-7 flex flex-wrap gap-x-4 gap-y-1 lg:gap-x-5 text-sm">
        {experiments.map(({ path, name }) => (
          <NavLink key={path} href={path}>
            {name}
          </NavLink>
        ))}
      </nav>
      <div className="grid gap-5 [&>header]:mb-1">{children}</div>
    </>
  );
}

import type { Metadata } from "next";
import type { ReactNode } from "react";
import { listDocuments } from "./docs/documents";
import { Menu, Tried } from "./menu";
import { requireDemo } from "./shared/gate";

export const metadata: Metadata = { title: "Lab" };
/** The layout must first check whether the demo is on. */
export const instant = false;

export default async function DemoLayout({ children }: { children: ReactNode }) {
  await requireDemo();
  return (
    <div className="-my-8 sm:-my-10 lg:grid lg:min-h-[calc(100dvh-3.5rem)] lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:gap-10">
      <Menu documents={await listDocuments()} />
      <div className="lg:border-l lg:pl-10">
        <Tried className="grid grid-cols-[minmax(0,1fr)] gap-5 pt-5 pb-10 lg:pt-9 [&>header]:mb-1">
          {children}
        </Tried>
      </div>
    </div>
  );
}

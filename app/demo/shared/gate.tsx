// The one gate of the demo: its layout, pages, routes and actions all pass through here. Next.js renders a page beside
// its layout and runs an action without either, so the gate stands in front of each of them. middleware.ts adds the
// status 404 for pages: by the time a page is rendered, Next.js has sent its status.
import "server-only";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { env } from "@/lib/env";

/** Whether the demo is on: `DEMO=1`. `npm run demo` and `npm run dev` set it. */
export async function isDemoOn(): Promise<boolean> {
  // Read at start, not at build, so that the answer is not part of the build.
  await connection();
  return env.DEMO;
}

/** For the layout and for actions: "not found" unless the demo is on. */
export async function requireDemo(): Promise<void> {
  if (!(await isDemoOn())) notFound();
}

/** Every page of the demo is exported through this, and every layout below the first one. */
export function demoPage<Props extends object>(
  Page: (props: Props) => ReactNode | Promise<ReactNode>,
) {
  return async function DemoPage(props: Props) {
    await requireDemo();
    return <Page {...props} />;
  };
}

import "server-only";
import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { env } from "@/lib/env";

/** For an experiment that needs a database. */
export function NeedsDatabase({ why, children }: { why: string; children: ReactNode }) {
  if (env.DATABASE_URL) return children;
  return (
    <Notice title="There is no database">
      Without <Code>DATABASE_URL</Code>, {why} <Code>npm run demo</Code> includes a database.
    </Notice>
  );
}

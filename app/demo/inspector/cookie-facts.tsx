import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { inWords } from "@/lib/duration";
import type { sessionCookie } from "@/lib/session/cookie";

interface CookieFactsProps {
  name: string;
  options: Omit<ReturnType<typeof sessionCookie>["options"], "path"> & { path: string };
  /** What can be said of the value. */
  value: ReactNode;
  children?: ReactNode;
}

export function CookieFacts({ name, options, value, children }: CookieFactsProps) {
  return (
    <DataList>
      <DataItem name="name">
        <Code>{name}</Code>
      </DataItem>
      <DataItem name="value">{value}</DataItem>
      {children}
      <DataItem name="HttpOnly">no script can read it</DataItem>
      <DataItem name="SameSite">{options.sameSite}: other sites cannot post with it</DataItem>
      <DataItem name="Secure">
        {options.secure ? "yes: sent over https only" : "no: this is plain http"}
      </DataItem>
      <DataItem name="Path">{options.path}</DataItem>
      <DataItem name="Max-Age">{inWords(options.maxAge)}</DataItem>
    </DataList>
  );
}

import type { ReactNode } from "react";
import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";

interface FactsProps {
  of: Record<string, unknown> | null;
  /** Said instead when there are none. */
  children: ReactNode;
}

/** Claims of a token, or columns of a row. What a row is joined to is listed as `user.name`. */
export function Facts({ of: facts, children }: FactsProps) {
  if (!facts) return <p className="text-sm text-mute">{children}</p>;
  return (
    <DataList>
      {flatten(facts).map(([name, value]) => (
        <DataItem
          key={name}
          name={
            <>
              <Code>{name}</Code> {meanings[name]}
            </>
          }
        >
          {readable(value)}
        </DataItem>
      ))}
    </DataList>
  );
}

const meanings: Record<string, string> = {
  sub: "your id",
  sid: "names the session",
  id: "names the session",
  auth_time: "signed in",
  authTime: "signed in",
  iat: "last renewed",
  renewedAt: "last renewed",
  exp: "ends",
  session_exp: "its session ends",
  expires: "ends",
};

function flatten(facts: object, prefix = ""): [name: string, value: unknown][] {
  return Object.entries(facts).flatMap(([name, value]) =>
    value && typeof value === "object" && !(value instanceof Date)
      ? flatten(value, `${prefix}${name}.`)
      : [[prefix + name, value]],
  );
}

/** Tokens count in seconds, rows in milliseconds: a number as large as today is a time. */
function readable(value: unknown): ReactNode {
  if (value instanceof Date) return <Time at={value.getTime()} />;
  if (typeof value !== "number" || value < 1e9) return String(value ?? "not known");
  return <Time at={value < 1e12 ? value * 1000 : value} />;
}

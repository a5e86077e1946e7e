import type { ReactNode } from "react";

interface TableProps {
  head: string[];
  /** Rows: `tr`, each beginning with a `th scope="row"`. */
  children: ReactNode;
}

/** A plain table. Narrow screens show each row as a block. */
export function Table({ head, children }: TableProps) {
  return (
    <table className="w-full text-left text-sm max-sm:[&_td]:block max-sm:[&_th]:block [&_tbody_td]:py-1 [&_tbody_th]:py-1 sm:[&_tbody_td]:py-2.5 sm:[&_tbody_th]:py-2.5 [&_td]:pr-4 [&_th]:pr-4 [&_th]:font-medium">
      <thead className="max-sm:sr-only">
        <tr className="text-muted-foreground">
          {head.map((name) => (
            <th key={name} scope="col" className="pb-2">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-border border-border max-sm:[&_tr]:block sm:border-t max-sm:[&_tr]:py-3 max-sm:[&_tr:first-child]:pt-0">
        {children}
      </tbody>
    </table>
  );
}

import Link from "next/link";
import type { ReactNode } from "react";

export interface StrategyColumn {
  label: string;
  /** The strategy whose colour is used (app/globals.css). */
  strategy: string;
  /** Beside the label. */
  mark?: ReactNode;
}

interface Row {
  name: string;
  /** The link of every cell in the row. */
  href?: string;
  /** One for each column. */
  cells: ReactNode[];
}

interface StrategyTableProps {
  columns: StrategyColumn[];
  rows: Row[];
}

/** One column per strategy, one row per question. Narrow screens show each row as a block. */
export function StrategyTable({ columns, rows }: StrategyTableProps) {
  return (
    <div className="overflow-hidden rounded-xl border bg-card">
      <table className="block w-full text-sm lg:table lg:table-fixed">
        <thead className="hidden bg-muted lg:table-header-group">
          <tr>
            <td className="w-[16%]" />
            {columns.map(({ label, strategy, mark }) => (
              <th
                key={label}
                scope="col"
                data-strategy={strategy}
                className="px-3 py-3 text-left align-top font-mono font-semibold text-strategy-text"
              >
                {label} {mark}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y lg:table-row-group">
          {rows.map(({ name, href, cells }) => (
            <tr key={name} className="block p-4 lg:table-row lg:p-0">
              <th
                scope="row"
                className="block pb-2 text-left font-medium text-pretty lg:table-cell lg:px-4 lg:py-3 lg:align-top lg:font-normal lg:text-muted-foreground"
              >
                {name}
              </th>
              {columns.map(({ label, strategy }, n) => (
                <td key={label} className="block align-top lg:table-cell" data-strategy={strategy}>
                  <Cell href={href} label={label}>
                    {cells[n]}
                  </Cell>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const cell = "grid grid-cols-[7.5rem_1fr] gap-x-3 py-1.5 lg:block lg:h-full lg:px-3 lg:py-3";

interface CellProps {
  href: string | undefined;
  label: string;
  children: ReactNode;
}

function Cell({ href, label, children }: CellProps) {
  const content = (
    <>
      <span className="font-mono text-xs leading-5.5 text-strategy-text lg:hidden">{label}</span>
      {children}
    </>
  );
  if (!href) return <div className={cell}>{content}</div>;
  return (
    <Link
      href={href}
      className={`${cell} rounded-md transition-colors hover:bg-accent lg:rounded-none`}
    >
      {content}
    </Link>
  );
}

import type { ReactNode } from "react";
import { COOKIE_LIMIT } from "../shared/cookie-bytes";
import { formatNumber } from "../shared/format";
import { HEADER_LIMIT } from "./recipe";

/** The width of the drawing in bytes, somewhat more than the limit. */
const WIDTH = 20 * 1024;
const share = (bytes: number) => `${(Math.min(bytes, WIDTH) / WIDTH) * 100}%`;

interface DrawingProps {
  /** Bytes of each cookie. */
  cookies: number[];
  /** Whether the request that carried them was refused. */
  broken: boolean;
  /** Bytes of the cookie of the database strategy. */
  reference: number;
  /** The results of the search: bytes, and what happens there. */
  found: (readonly [bytes: number, what: string])[];
}

/** The cookies to scale, with the limits. The page says the same as text. */
export function Drawing({ cookies, broken, reference, found }: DrawingProps) {
  const bytes = cookies.reduce((sum, value) => sum + value, 0);
  return (
    <div aria-hidden className="relative grid gap-2 overflow-hidden p-0.5 pt-7 pb-6 text-xs">
      <Limit at={COOKIE_LIMIT}>{formatNumber(COOKIE_LIMIT)} bytes</Limit>
      <Limit at={HEADER_LIMIT}>16 KB</Limit>
      <div
        data-strategy="jwt"
        className={`relative flex h-6 gap-0.5 overflow-hidden rounded-md ${broken ? "outline-2 outline-destructive" : ""}`}
        style={{ width: share(bytes) }}
      >
        {cookies.map((size, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cookies have a fixed order.
          <span key={n} className="bg-strategy" style={{ flexGrow: size }} />
        ))}
      </div>
      <div data-strategy="database" className="relative flex h-6 items-center gap-2">
        <span
          className="h-full min-w-1 rounded-sm bg-strategy"
          style={{ width: share(reference) }}
        />
        <span className="relative z-1 bg-card pr-2 text-strategy-text">
          a random key instead: always {reference} bytes
        </span>
      </div>
      {found.map(([at, what]) => (
        <span
          key={what}
          className="absolute top-6 bottom-0 flex items-end border-l-2 border-foreground pl-1.5 whitespace-nowrap"
          style={{ left: share(at) }}
        >
          <span className="relative z-1 bg-card pr-1">{what}</span>
        </span>
      ))}
    </div>
  );
}

function Limit({ at, children }: { at: number; children: ReactNode }) {
  return (
    <span
      className="absolute inset-y-0 border-l border-dashed border-input pl-1.5 whitespace-nowrap text-muted-foreground"
      style={{ left: share(at) }}
    >
      {children}
    </span>
  );
}

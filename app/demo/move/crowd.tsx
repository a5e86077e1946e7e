import type { Frame } from "./answers";

/** Milliseconds from one dot to the next. */
const STAGGER = 12;

interface CrowdProps {
  frame: Pick<Frame, "servers" | "browsers">;
  /** Of the strategies, for the legend. */
  names: string[];
}

/** Three servers, each with the browsers that visit it first: one dot per browser, in the colour of its strategy. */
export function Crowd({ frame: { servers, browsers }, names }: CrowdProps) {
  return (
    <>
      <ul className="grid gap-3 sm:grid-cols-3">
        {servers.map((issues, server) => {
          const here = browsers.filter((_, n) => n % servers.length === server);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
            <li key={server} className="rounded-lg border border-border p-4">
              <p className="mb-3 flex justify-between gap-2 text-sm">
                <span className="font-medium">server {server + 1}</span>
                <span data-strategy={issues} className="text-muted-foreground">
                  issues <span className="font-mono text-strategy-text">{issues}</span>
                </span>
              </p>
              <p className="sr-only">{toText(here)}</p>
              <p aria-hidden className="flex flex-wrap content-start gap-1.5 sm:gap-1 lg:gap-1.5">
                {here.map((under, n) => (
                  <span
                    // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
                    key={n}
                    data-strategy={under ?? undefined}
                    // One dot after the other. The Content-Security-Policy forbids a style attribute in HTML.
                    ref={(dot) =>
                      void dot?.style.setProperty("transition-delay", `${n * STAGGER}ms`)
                    }
                    className={`size-2.5 rounded-full transition-colors duration-500 motion-reduce:transition-none ${under ? "bg-strategy" : "border border-input"}`}
                  />
                ))}
              </p>
            </li>
          );
        })}
      </ul>
      <p aria-hidden className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted-foreground">
        {names.map((name) => (
          <span key={name} data-strategy={name} className="inline-flex items-center gap-1.5">
            <span className="size-2.5 rounded-full bg-strategy" />
            signed in under {name}
          </span>
        ))}
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2.5 rounded-full border border-input" />
          signed out
        </span>
      </p>
    </>
  );
}

function toText(here: (string | null)[]): string {
  const kinds = [...new Set(here)];
  return kinds
    .map((kind) => `${here.filter((under) => under === kind).length} ${kind ?? "signed out"}`)
    .join(", ");
}

import { ArrowRight } from "lucide-react";
import Link from "next/link";

/** Links to the next pages: path, and the question that the page answers. */
export function NextSteps({ steps }: { steps: Record<string, string> }) {
  return (
    <nav aria-label="Next">
      <ul className="grid gap-3 sm:grid-cols-2">
        {Object.entries(steps).map(([path, question]) => (
          <li key={path} className="grid">
            <Link
              href={path}
              className="flex items-center justify-between gap-4 rounded-xl border border-border px-5 py-3.5 text-sm font-medium transition-colors hover:bg-accent"
            >
              {question}
              <ArrowRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

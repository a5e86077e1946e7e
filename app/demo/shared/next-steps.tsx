import Link from "next/link";

/** Where a reader of this page will want to go: path, and the question that leads there. */
export function NextSteps({ steps }: { steps: Record<string, string> }) {
  return (
    <nav aria-label="Next">
      <ul className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
        {Object.entries(steps).map(([path, question]) => (
          <li key={path}>
            <Link href={path} className="link">
              {question}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { cacheLife } from "next/cache";
import { Suspense } from "react";
import { Says } from "../says";
import { look, type Seen } from "../scene";

/** The mistake that this page demonstrates: a session in a private cache. */
async function keptSession(): Promise<Seen> {
  "use cache: private";
  cacheLife({ stale: 60 });
  return look();
}

export const instant = false;

// Not through demoPage, which calls connection() and so prevents caching. look() checks whether the demo is on.
export default function KeptPage() {
  return (
    <Suspense fallback={<Says />}>
      <Kept />
    </Suspense>
  );
}

const Kept = async () => <Says {...(await keptSession())} />;

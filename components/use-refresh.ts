import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { forgetSavedDrafts, saveDrafts } from "@/lib/browser/drafts";

/**
 * `router.refresh()`, which keeps what was typed. When the server has been updated meanwhile, Next.js loads the page
 * again as a whole, and everything would be gone.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  useEffect(() => (pending ? forgetSavedDrafts : undefined), [pending]);
  return () => {
    saveDrafts();
    startTransition(() => router.refresh());
  };
}

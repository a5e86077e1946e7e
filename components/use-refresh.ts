import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { forgetSavedDrafts, saveDrafts } from "@/lib/browser/drafts";

/**
 * `router.refresh()`, which keeps what was typed. When the server has been updated meanwhile, Next.js reloads the
 * whole page, and what was typed would be lost.
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

import { type ReactNode, Suspense } from "react";
import { Loading } from "@/components/ui/loading";

/** A page that the user may not see calls `notFound()`. Without this boundary, the whole document would fail. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Loading what="this page" />}>{children}</Suspense>;
}

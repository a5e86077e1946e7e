import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Not found" };

/** The same answer for "does not exist" and "not for you", so that it reveals nothing. */
export default function NotFound() {
  return (
    <div className="grid min-h-[50dvh] content-center justify-items-start">
      <p aria-hidden className="mb-2 font-mono text-sm text-muted-foreground">
        404
      </p>
      <PageHeader title="Not found">
        This page does not exist, or your account may not see it.
      </PageHeader>
      <ButtonLink href="/">Go to the start page</ButtonLink>
    </div>
  );
}

import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Not found" };

/** One answer for "does not exist" and "not for you": the difference would be information. */
export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found">
        This page does not exist, or your account may not see it.
      </PageHeader>
      <ButtonLink href="/">Go to the start page</ButtonLink>
    </>
  );
}

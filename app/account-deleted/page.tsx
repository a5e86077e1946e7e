import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Account deleted" };

export default function AccountDeletedPage() {
  return (
    <>
      <PageHeader title="Your account is deleted">You are signed out in this browser.</PageHeader>
      <ButtonLink href="/">To the start page</ButtonLink>
    </>
  );
}

import type { Metadata } from "next";
import { demoPage } from "@/app/demo/shared/gate";
import { MailboxPage } from "@/features/email/pages/mailbox";

export const metadata: Metadata = { title: "Mailbox" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default demoPage(MailboxPage);

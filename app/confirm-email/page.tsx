import type { Metadata } from "next";
import { ConfirmEmailPage } from "@/features/email/pages/confirm-email";

export const metadata: Metadata = { title: "Confirm your address" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default ConfirmEmailPage;

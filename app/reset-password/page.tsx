import type { Metadata } from "next";
import { ResetPasswordPage } from "@/features/email/pages/reset-password";

export const metadata: Metadata = { title: "Choose a new password" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default ResetPasswordPage;

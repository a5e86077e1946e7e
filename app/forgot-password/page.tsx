import type { Metadata } from "next";
import { ForgotPasswordPage } from "@/features/email/pages/forgot-password";

export const metadata: Metadata = { title: "Forgot your password?" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default ForgotPasswordPage;

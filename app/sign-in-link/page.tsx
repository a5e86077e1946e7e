import type { Metadata } from "next";
import { SignInLinkPage } from "@/features/email/pages/sign-in-link";

export const metadata: Metadata = { title: "Sign in by email" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default SignInLinkPage;

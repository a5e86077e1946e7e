import type { Metadata } from "next";

export const metadata: Metadata = { title: "Delete your account" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export { DeletePage as default } from "@/features/delete-account/page";

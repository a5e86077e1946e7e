// Minimal, so that the pages differ only in their sessions. Rendered per request, like the starter's layout.
import { connection } from "next/server";
import { type ReactNode, Suspense } from "react";

interface LayoutProps {
  children: ReactNode;
}

export default function RootLayout({ children }: LayoutProps) {
  return (
    <Suspense>
      <Document>{children}</Document>
    </Suspense>
  );
}

async function Document({ children }: LayoutProps) {
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}

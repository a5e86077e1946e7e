// Bare, so that the two pages differ in their sessions alone. Rendered per request, as the starter's.
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

// This page is behind middleware.ts and uses the starter's `requireUser`.
import { Suspense } from "react";
import { requireUser } from "@/lib/session/current";
import { Content } from "../content";

export default function AccountPage() {
  return (
    <Suspense>
      <Content who={() => requireUser("/account")} />
    </Suspense>
  );
}

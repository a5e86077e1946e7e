// Behind middleware.ts, and behind the starter's door.
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

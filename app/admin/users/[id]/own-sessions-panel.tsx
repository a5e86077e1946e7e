import Link from "next/link";
import { Panel } from "@/components/ui/panel";

export function OwnSessionsPanel() {
  return (
    <Panel title="Sessions">
      <p className="text-sm">
        Your sessions are on{" "}
        <Link href="/account" className="link">
          your account page
        </Link>
        .
      </p>
    </Panel>
  );
}

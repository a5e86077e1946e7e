import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { env, sessionPolicy } from "@/lib/env";
import { NoDeviceLimit } from "./no-device-limit";

/** Where sessions can neither be listed nor ended. */
export function NoRecordsPanel() {
  return (
    <Panel title="Devices">
      <Notice title="Sessions cannot be listed or ended here">
        <p>
          The server keeps no record of sessions: each one exists only in its cookie. Sign out on
          the device itself.{" "}
          {env.DATABASE_URL
            ? "If you cannot, change your password, so that nobody can sign in there again with the old one. "
            : ""}
          A session on another device ends when it expires, at the latest{" "}
          {inWords(sessionPolicy.absoluteMaxAge)} after signing in.
        </p>
        <p className="mt-2">
          The operator of this site can end it earlier only by ending all sessions of all users, by
          replacing <Code>AUTH_SECRET</Code>.
        </p>
        <NoDeviceLimit />
      </Notice>
    </Panel>
  );
}

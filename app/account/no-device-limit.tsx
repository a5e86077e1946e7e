import { Code } from "@/components/ui/code";
import { sessionPolicy } from "@/lib/env";

/** Shown if a device limit is set but the strategy cannot apply it. */
export function NoDeviceLimit() {
  if (!sessionPolicy.deviceLimit) return null;
  return (
    <p className="mt-2">
      <Code>SESSION_DEVICE_LIMIT</Code> has no effect: nothing counts the sessions.
    </p>
  );
}

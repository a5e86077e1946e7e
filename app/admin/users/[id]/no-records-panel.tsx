import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";

/** Where sessions can neither be listed nor ended. */
export function NoRecordsPanel() {
  return (
    <Panel title="Sessions">
      <Notice title="Sessions cannot be listed or ended here">
        The server keeps no record of sessions. Disabling the user keeps them from signing in again.
      </Notice>
    </Panel>
  );
}

import { strategy } from "@/auth";
import { ButtonForm } from "@/components/button-form";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { howSoon } from "@/lib/duration";
import { endMySessions } from "./actions";
import { NoDeviceLimit } from "./no-device-limit";

/** For strategies that can end sessions but keep no record of each. */
export function EndOthersPanel() {
  return (
    <Panel title="Devices">
      <div className="grid gap-4">
        <Notice title="There is no list">
          <p>
            The server keeps no record of each session, so it cannot list them. It can end all of
            your other sessions {howSoon(strategy.endNoticedWithin)}.
          </p>
          <NoDeviceLimit />
        </Notice>
        <ButtonForm
          action={endMySessions}
          fields={{ session: "all" }}
          variant="danger"
          pendingText="Ending …"
        >
          End all others
        </ButtonForm>
      </div>
    </Panel>
  );
}

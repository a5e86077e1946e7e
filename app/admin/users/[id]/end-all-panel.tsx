import { strategy } from "@/auth";
import { ButtonForm } from "@/components/button-form";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { howSoon } from "@/lib/duration";
import { endSessions } from "../../actions";

/** For strategies that can end sessions but keep no record of each. */
export function EndAllPanel({ userId }: { userId: string }) {
  return (
    <Panel title="Sessions">
      <div className="grid gap-4">
        <Notice title="There is no list">
          The server keeps no record of each session, so it cannot list them. It can end all of them{" "}
          {howSoon(strategy.endNoticedWithin)}.
        </Notice>
        <ButtonForm
          action={endSessions}
          fields={{ userId, session: "all" }}
          variant="danger"
          pendingText="Ending …"
        >
          End all
        </ButtonForm>
      </div>
    </Panel>
  );
}

import { strategy } from "@/auth";
import { Panel } from "@/components/ui/panel";
import { getSessionCookie } from "@/lib/session/current";
import { measured, timeAuth } from "@/lib/timing";
import { Repeat } from "./repeat";

/** What it costs to find out who asks: once for this page, and by many real requests. */
export async function Cost() {
  const cookie = (await getSessionCookie()) ?? "";
  // Not getSession(): the header of this page has asked it already, and its answer is kept for the request.
  const { cost } = await measured(() => timeAuth(() => strategy.read(cookie)));
  return (
    <Panel
      strategy={strategy.name}
      title="What a check costs"
      lead="Counted around one check of your cookie while the server made this page. The time includes waiting for its other work."
    >
      <dl className="mb-5 flex flex-wrap gap-x-10 gap-y-4">
        <Figure name={cost.sql === 1 ? "SQL statement" : "SQL statements"}>{cost.sql}</Figure>
        <Figure name="milliseconds">{cost.auth.toFixed(2)}</Figure>
      </dl>
      <Repeat />
    </Panel>
  );
}

function Figure({ name, children }: { name: string; children: string | number }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-sm text-mute">{name}</dt>
      <dd className="text-3xl font-semibold tracking-tight text-strategy-text tabular-nums">
        {children}
      </dd>
    </div>
  );
}

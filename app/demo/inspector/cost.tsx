import { strategy } from "@/auth";
import { Panel } from "@/components/ui/panel";
import { type Cost as Measured, measured, timeAuth } from "@/lib/http/timing";
import { getSessionCookie } from "@/lib/session/current";
import { Repeat } from "./repeat";

const TRIES = 5;

/** What it costs to find out who asks: once for this page, and by many real requests. */
export async function Cost() {
  const { sql, auth } = await quickestCheck((await getSessionCookie()) ?? "");
  return (
    <Panel
      strategy={strategy.name}
      title="What a check costs"
      lead={`Your cookie, checked ${TRIES} times while the server made this page: the quickest, because the others waited for the rest of the page.`}
    >
      <dl className="mb-5 flex flex-wrap gap-x-10 gap-y-4">
        <Figure name={sql === 1 ? "SQL statement" : "SQL statements"}>{sql}</Figure>
        <Figure name="milliseconds">{auth.toFixed(2)}</Figure>
      </dl>
      <Repeat />
    </Panel>
  );
}

// Not getSession(): the header of this page has asked it already, and its answer is kept for the request.
async function quickestCheck(cookie: string) {
  const costs: Measured[] = [];
  for (let n = 0; n < TRIES; n++)
    costs.push((await measured(() => timeAuth(() => strategy.read(cookie)))).cost);
  return costs.reduce((best, cost) => (cost.auth < best.auth ? cost : best));
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

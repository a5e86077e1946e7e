import "server-only";
import { strategy } from "@/auth";
import { type Cost as Measured, measured, timeAuth } from "@/lib/http/timing";
import { getSessionCookie } from "@/lib/session/current";
import { Repeat } from "./repeat";

const TRIES = 5;

/** The cost of a session check: once for this page, and for many real requests. */
export async function Cost() {
  const { sql, auth } = await quickestCheck((await getSessionCookie()) ?? "");
  return <Repeat strategy={strategy.name} tries={TRIES} sql={sql} auth={auth} />;
}

// Not getSession(): the header of this page has already called it, and its result is cached for the request. The
// quickest, because the other checks wait for the rest of the page.
async function quickestCheck(cookie: string) {
  const costs: Measured[] = [];
  for (let n = 0; n < TRIES; n++)
    costs.push((await measured(() => timeAuth(() => strategy.read(cookie)))).cost);
  return costs.reduce((best, cost) => (cost.auth < best.auth ? cost : best));
}

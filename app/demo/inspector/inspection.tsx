import { headers } from "next/headers";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { DataItem } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { refreshCookie, sessionCookie } from "@/lib/session/cookie";
import { getSessionCookie } from "@/lib/session/current";
import { sessionStore } from "@/lib/session/store";
import type { Session } from "@/lib/session/strategy";
import { toClaims } from "@/lib/session/tokens/claims";
import { COOKIE_LIMIT } from "../cookie-size/recipe";
import { Countdown } from "../shared/countdown";
import { count } from "../shared/format";
import { CookieFacts } from "./cookie-facts";
import { Facts } from "./facts";
import { Meter } from "./meter";

/** The cookie of this very request: how it looks, what it carries, what it leads to. */
export async function Inspection({ session }: { session: Session }) {
  const value = (await getSessionCookie()) ?? "";
  const cookie = sessionCookie(strategy, await headers());
  const refresh = refreshCookie(strategy, await headers());
  const carried = strategy.roleNoticedWithin === 0 ? null : toClaims(session);
  const stored = strategy.records ? await rowOf(session) : null;
  const bytes = cookie.name.length + 1 + value.length;

  return (
    <div className="grid items-start gap-4 md:grid-cols-2" data-strategy={strategy.name}>
      <div className="grid gap-4">
        <Panel title="The cookie" lead="As your browser sent it with the request for this page.">
          <Meter
            label="of the 4,096 bytes that a browser keeps"
            value={bytes}
            limit={COOKIE_LIMIT}
          />
          <CookieFacts
            {...cookie}
            value={
              <>
                <Code>{value.slice(0, 6)}…</Code>
                <span className="block font-normal text-mute">
                  {count(value.length, "character")}; the rest stays out of this page
                </span>
              </>
            }
          >
            {session.accessExpires !== undefined && (
              <DataItem name="good for">
                <Countdown to={session.accessExpires} />
                <span className="block font-normal text-mute">
                  then the next page is fetched by way of the refresh token
                </span>
              </DataItem>
            )}
          </CookieFacts>
        </Panel>
        {refresh && (
          <Panel title="The refresh token" lead="A second cookie, which no page gets to see.">
            <CookieFacts {...refresh} value="not sent with this request: its path is another" />
          </Panel>
        )}
      </div>
      <div className="grid gap-4">
        <Panel title="What is in it">
          <Facts of={carried}>
            Nothing about you. It is only a key: {count(value.length, "random character")}, with
            nothing in them to decrypt.
          </Facts>
        </Panel>
        <Panel title="What the server keeps for it">
          <Facts of={stored}>{strategy.records ? gone : nothing}</Facts>
        </Panel>
      </div>
    </div>
  );
}

/** Without the hash of its token. */
async function rowOf({ id }: Session) {
  const row = await sessionStore.find({ id });
  if (!row) return null;
  const { tokenHash, ...shown } = row;
  return shown;
}

const nothing =
  "Nothing. There is no row for this session, so there is none to delete: it ends when it expires.";
const gone =
  "Nothing any more. This session has been ended, and the cookie is taken at its word until its access token ends.";

import { headers } from "next/headers";
import { strategy } from "@/auth";
import { inWords } from "@/components/duration";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { sessionCookie } from "@/lib/session/cookie";
import { getSessionCookie } from "@/lib/session/current";
import { COOKIE_LIMIT } from "../cookie-size/recipe";
import { count } from "../shared/format";
import { Facts } from "./facts";
import { Meter } from "./meter";

/** The cookie of this very request: how it looks, what it carries, what it leads to. */
export async function Inspection() {
  const value = (await getSessionCookie()) ?? "";
  const { name, options } = sessionCookie(strategy.name, await headers());
  const { carried, stored } = await strategy.describe(value);
  const bytes = name.length + 1 + value.length;

  return (
    <div className="grid items-start gap-4 md:grid-cols-2" data-strategy={strategy.name}>
      <Panel title="The cookie" lead="As your browser sent it with the request for this page.">
        <Meter label="of the 4,096 bytes that a browser keeps" value={bytes} limit={COOKIE_LIMIT} />
        <DataList>
          <DataItem name="name">
            <Code>{name}</Code>
          </DataItem>
          <DataItem name="value">
            <Code>{value.slice(0, 6)}…</Code>
            <span className="block font-normal text-mute">
              {count(value.length, "character")}; the rest stays out of this page
            </span>
          </DataItem>
          <DataItem name="HttpOnly">no script can read it</DataItem>
          <DataItem name="SameSite">{options.sameSite}: other sites cannot post with it</DataItem>
          <DataItem name="Secure">
            {options.secure ? "yes: sent over https only" : "no: this is plain http"}
          </DataItem>
          <DataItem name="Path">{options.path}</DataItem>
          <DataItem name="Max-Age">{inWords(options.maxAge)}</DataItem>
        </DataList>
      </Panel>
      <div className="grid gap-4">
        <Panel title="What is in it" className="[&>h2]:mb-3">
          <Facts of={carried}>
            Nothing about you. It is only a key: {count(value.length, "random character")}, with
            nothing in them to decrypt.
          </Facts>
        </Panel>
        <Panel title="What the server keeps for it" className="[&>h2]:mb-3">
          <Facts of={stored}>
            Nothing. There is no row for this session, so there is none to delete: it ends when it
            expires.
          </Facts>
        </Panel>
      </div>
    </div>
  );
}

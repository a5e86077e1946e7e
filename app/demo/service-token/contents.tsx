import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { count, formatCountdown } from "../shared/format";
import { useNow } from "../shared/use-now";
import { decode } from "./token";

/** What is in a token, for all to read, and how long it has to go. */
export function Contents({ token, kids }: { token: string; kids: string[] }) {
  const { header, claims } = decode(token);
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-x-8 gap-y-5 md:grid-cols-2">
        <Part title="Its header">{facts(header)}</Part>
        <Part title="Its claims">
          {facts(claims)}
          <DataItem name="left">
            <Left ends={Number(claims.exp) * 1000} />
          </DataItem>
        </Part>
      </div>
      <p className="max-w-prose text-sm text-mute">
        {count(token.length, "character")}, signed and not encrypted: whoever sees it can read it.
        That is why it says so little. Its key is {kids.includes(String(header.kid)) ? "" : "not "}
        among the published ones: <Code>/.well-known/jwks.json</Code> has{" "}
        {count(kids.length, "public key")}.
      </p>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <DataList>{children}</DataList>
    </section>
  );
}

const facts = (of: Record<string, unknown>) =>
  Object.entries(of).map(([name, value]) => (
    <DataItem
      key={name}
      name={
        <>
          <Code>{name}</Code> {meanings[name]}
        </>
      }
    >
      {isTime(name) ? new Date(Number(value) * 1000).toLocaleTimeString("en-GB") : String(value)}
    </DataItem>
  ));

const isTime = (name: string) => name === "iat" || name === "exp";

const meanings: Record<string, string> = {
  alg: "how it is signed",
  typ: "an access token",
  kid: "with which key",
  iss: "who made it",
  client_id: "who uses it",
  sub: "your id",
  aud: "who may accept it",
  iat: "made",
  exp: "ends",
  jti: "its own name",
};

function Left({ ends }: { ends: number }) {
  const now = useNow(true);
  return now < ends ? formatCountdown(ends - now) : <Badge>ended: send it, and see</Badge>;
}

import "server-only";
import { Cookie, KeyRound, PackageOpen, Server } from "lucide-react";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { strategy } from "@/auth";
import { Time } from "@/components/time";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { refreshCookie, sessionCookie } from "@/lib/session/cookie";
import { getSessionCookie } from "@/lib/session/current";
import { absoluteEnd, limitsOf } from "@/lib/session/policy";
import { sessionStore } from "@/lib/session/store";
import type { Session } from "@/lib/session/strategy";
import { toClaims } from "@/lib/session/tokens/claims";
import { COOKIE_LIMIT, cookieBytes } from "../shared/cookie-bytes";
import { Countdown } from "../shared/countdown";
import { count, formatNumber } from "../shared/format";
import { Facts, Pane, Result, Stage } from "../shared/stage";

/** The cookie of this very request: how it looks, what it carries, what it leads to. */
export async function Inspection({ session }: { session: Session }) {
  const value = (await getSessionCookie()) ?? "";
  const cookie = sessionCookie(strategy, await headers());
  const refresh = refreshCookie(strategy, await headers());
  const carried = strategy.roleNoticedWithin === 0 ? null : toClaims(session);
  const stored = strategy.records ? await rowOf(session) : null;
  const bytes = cookieBytes(cookie.name, value);
  const { accessExpires, short } = session;
  const isFinal =
    session.expires >= absoluteEnd(limitsOf(sessionPolicy, session), session.authTime);

  return (
    <Stage label="Your session">
      <Pane icon={Cookie} title="The cookie">
        <Result
          note={`of the ${formatNumber(COOKIE_LIMIT)} bytes that a browser keeps: name, “=” and value, as your browser sent it.`}
        >
          {formatNumber(bytes)} bytes
        </Result>
        <Facts
          of={{
            name: cookie.name,
            value: `${value.slice(0, 6)}…, ${count(value.length, "character")}`,
            ...(accessExpires && { "good for": <Countdown to={accessExpires} /> }),
            ...attributes(cookie.options, short),
          }}
        />
        <p className="mt-3 text-[0.8125rem] text-pretty text-muted-foreground">
          {short ? "" : `Max-Age is only how long the browser keeps it. `}The server ends the
          session, by times of its own: {inWords((session.expires - Date.now()) / 1000)} from now
          {isFinal ? ", at its absolute limit." : ", unless it is renewed."}
          {accessExpires
            ? " When the access token ends, the next page is fetched by way of the refresh token."
            : ""}
        </p>
        {refresh ? (
          <div className="mt-6">
            <h3 className="mb-2 flex items-center gap-2 text-sm font-semibold">
              <KeyRound aria-hidden className="size-4 text-muted-foreground" />
              The refresh token
            </h3>
            <Facts
              of={{
                name: refresh.name,
                value: "not sent with this request",
                ...attributes(refresh.options, short),
              }}
            />
          </div>
        ) : null}
      </Pane>
      <Pane icon={PackageOpen} title="What is in it">
        <Result
          note={
            carried
              ? "All that a page needs to know of you, encrypted: nobody else can read or change it."
              : `Only a key: ${count(value.length, "random character")}, with nothing in them to decrypt.`
          }
        >
          {carried ? count(Object.keys(carried).length, "claim") : "Nothing about you"}
        </Result>
        {carried ? <Facts of={readable(carried)} /> : null}
      </Pane>
      <Pane icon={Server} title="What the server keeps for it">
        <Result note={whatIsKept(stored !== null)}>{stored ? "One row" : "Nothing"}</Result>
        {stored ? <Facts of={readable(stored)} /> : null}
      </Pane>
    </Stage>
  );
}

interface Attributes {
  sameSite: string;
  secure: boolean;
  path: string;
  maxAge: number;
}

const attributes = ({ sameSite, secure, path, maxAge }: Attributes, short: true | undefined) => ({
  HttpOnly: "no script can read it",
  SameSite: `${sameSite}: other sites cannot post with it`,
  Secure: secure ? "yes: sent over https only" : "no: this is plain http",
  Path: path,
  "Max-Age": short ? "none: it goes when the browser is closed" : inWords(maxAge),
});

function whatIsKept(isThere: boolean): string {
  if (isThere)
    return "The token itself is not stored: from its SHA-256, of which you see the beginning, nobody can make the cookie.";
  if (strategy.records)
    return "Nothing any more: this session has been ended. Its access token is accepted without asking the database until it expires.";
  return strategy.revocation
    ? "Nothing while it lives. When it ends, the server notes its id, and asks for that note at each request."
    : "There is no row for this session, so there is none to delete: it ends when it expires.";
}

async function rowOf({ id }: Session) {
  const row = await sessionStore.find({ id });
  return row && { ...row, tokenHash: `${row.tokenHash.slice(0, 8)}…` };
}

const meanings: Record<string, string> = {
  sub: "your id",
  sid: "names the session",
  id: "names the session",
  tokenHash: "SHA-256 of the token",
  auth_time: "signed in",
  authTime: "signed in",
  iat: "last renewed",
  renewedAt: "last renewed",
  method: "signed in with",
  exp: "ends",
  session_exp: "its session ends",
  expires: "ends",
};

/** Claims of a token, or columns of a row. What a row is joined to is listed as `user.name`. */
function readable(of: object, prefix = ""): Record<string, ReactNode> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]): [string, ReactNode][] =>
      value && typeof value === "object"
        ? Object.entries(readable(value, `${prefix}${name}.`))
        : [
            [
              `${prefix}${name}${name in meanings && !prefix ? `, ${meanings[name]}` : ""}`,
              toText(value),
            ],
          ],
    ),
  );
}

/** Tokens count in seconds, rows in milliseconds: a number as large as today is a time. */
function toText(value: unknown): ReactNode {
  if (typeof value !== "number" || value < 1e9) return String(value ?? "not known");
  return <Time at={value < 1e12 ? value * 1000 : value} />;
}

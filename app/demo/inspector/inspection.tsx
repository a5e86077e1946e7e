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

/** The cookie of the current request: its attributes, its content, and the stored row. */
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
          note={`of the ${formatNumber(COOKIE_LIMIT)} bytes that a browser allows: name, “=” and value, as your browser sent them.`}
        >
          {formatNumber(bytes)} bytes
        </Result>
        <Facts
          of={{
            name: cookie.name,
            value: `${value.slice(0, 6)}…, ${count(value.length, "character")}`,
            ...(accessExpires && { "valid for": <Countdown to={accessExpires} /> }),
            ...attributes(cookie.options, short),
          }}
        />
        <p className="mt-3 text-[0.8125rem] text-pretty text-muted-foreground">
          {short ? "" : `Max-Age only says how long the browser keeps the cookie. `}The server has
          its own limit for the session: it ends in {inWords((session.expires - Date.now()) / 1000)}
          {isFinal ? ", at its absolute limit." : ", unless it is renewed."}
          {accessExpires
            ? " When the access token has expired, the next page visit first uses the refresh token."
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
      <Pane icon={PackageOpen} title="Its content">
        <Result
          note={
            carried
              ? "Everything that a page needs to know about you, encrypted: only the server can read or change it."
              : `Only a key: ${count(value.length, "random character")} without any data.`
          }
        >
          {carried ? count(Object.keys(carried).length, "claim") : "Nothing about you"}
        </Result>
        {carried ? <Facts of={readable(carried)} /> : null}
      </Pane>
      <Pane icon={Server} title="What the server stores">
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
  HttpOnly: "scripts cannot read it",
  SameSite: `${sameSite}: POST requests from other sites do not include it`,
  Secure: secure ? "yes: sent over https only" : "no: this is plain http",
  Path: path,
  "Max-Age": short ? "none: the browser deletes it when it closes" : inWords(maxAge),
});

function whatIsKept(isThere: boolean): string {
  if (isThere)
    return "The server stores only the SHA-256 hash of the token (its beginning is shown). Nobody can restore the cookie from the hash.";
  if (strategy.records)
    return "The row is deleted, because this session has been ended. Its access token is accepted without asking the database until it expires.";
  return strategy.revocation
    ? "Nothing while the session is live. When it is ended, the server stores its id in a list, and each request asks that list."
    : "The server has no row that it could delete. The session ends when it expires.";
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

/** Claims of a token, or columns of a row. Joined columns are listed as `user.name`. */
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

/** Tokens use seconds, rows use milliseconds. A number as large as the current date is a time. */
function toText(value: unknown): ReactNode {
  if (typeof value !== "number" || value < 1e9) return String(value ?? "not known");
  return <Time at={value < 1e12 ? value * 1000 : value} />;
}

import { type Answer, ask, post } from "../shared/ask";
import type { ServiceAnswer } from "./answers";

type Json = Record<string, unknown>;

export const getToken = (audience: string): Promise<Answer<{ token?: string; message?: string }>> =>
  post("/api/token", { audience });

/** The kids of the published keys. */
export async function getKids(): Promise<string[]> {
  const { body } = await ask<{ keys: { kid: string }[] }>("/.well-known/jwks.json");
  return body?.keys.map(({ kid }) => kid) ?? [];
}

/** Reads a token as anyone can who sees it: it is signed, not encrypted. */
export function decode(token: string): { header: Json; claims: Json } {
  const [header = "", claims = ""] = token.split(".");
  return { header: parse(header), claims: parse(claims) };
}

const parse = (part: string): Json =>
  JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")));
const write = (value: Json) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export interface Attempt {
  name: string;
  /** What to send to the service, or null when it could not be had. */
  prepare: (token: string) => Promise<{ token: string } | { ended: true } | null>;
}

/** What one could try. `other`: a second audience, where there is one. */
export function attemptsWith(other: string | undefined): Attempt[] {
  const attempts: Attempt[] = [
    { name: "Send it as it is", prepare: async (token) => ({ token }) },
    {
      name: "Put another user into it",
      prepare: async (token) => {
        const [header, , signature] = token.split(".");
        const claims = write({ ...decode(token).claims, sub: "someone else" });
        return { token: `${header}.${claims}.${signature}` };
      },
    },
    {
      name: "Take the signature off, say alg: none",
      prepare: async (token) => {
        const [, claims] = token.split(".");
        return { token: `${write({ ...decode(token).header, alg: "none" })}.${claims}.` };
      },
    },
    { name: "Send one that ended a second ago", prepare: async () => ({ ended: true }) },
  ];
  if (other)
    attempts.push({
      name: "Send one for another service",
      prepare: async () => {
        const { body } = await getToken(other);
        return body?.token ? { token: body.token } : null;
      },
    });
  return attempts;
}

export async function send(attempt: Attempt, token: string): Promise<ServiceAnswer | null> {
  const prepared = await attempt.prepare(token);
  if (!prepared) return null;
  const { status, body } = await post<ServiceAnswer>("/demo/api/service-token", prepared);
  return status === 200 ? body : null;
}

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

/** Reads a token. It is signed, not encrypted, so anyone who sees it can do this. */
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
  /** What to send to the service. Null if no token was issued. */
  prepare: (token: string) => Promise<{ token: string } | { ended: true } | null>;
}

/** The attempts of this page. `other`: a second audience, if there is one. */
export function attemptsWith(other: string | undefined): Attempt[] {
  const attempts: Attempt[] = [
    { name: "Send it as it is", prepare: async (token) => ({ token }) },
    {
      name: "Change the user in it",
      prepare: async (token) => {
        const [header, , signature] = token.split(".");
        const claims = write({ ...decode(token).claims, sub: "someone else" });
        return { token: `${header}.${claims}.${signature}` };
      },
    },
    {
      name: "Remove the signature, set alg: none",
      prepare: async (token) => {
        const [, claims] = token.split(".");
        return { token: `${write({ ...decode(token).header, alg: "none" })}.${claims}.` };
      },
    },
    { name: "Send an expired token", prepare: async () => ({ ended: true }) },
  ];
  if (other)
    attempts.push({
      name: "Send a token for another service",
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

// The signed-in throw-away user. Its session is encrypted in a cookie that is also sent to the two pages.
import "server-only";
import { notFound } from "next/navigation";
import { type Held, labStrategy, sceneCookie } from "@/app/demo/shared/scenes";
import { env } from "@/lib/env";

export const lab = labStrategy({});

/** The name and the path of the cookie. */
export const place = { name: "demo-private-cache", path: "/demo" };
const kept = sceneCookie<Held>(place);

export interface Seen {
  /** Null: nobody is signed in. */
  name: string | null;
  /** When the server looked, ms since the epoch. */
  at: number;
}

/** Unlike `getSession` of the app, this does not call connection(), so that a private cache may call it. */
export async function look(): Promise<Seen> {
  const scene = await kept.open();
  if (!env.DEMO) notFound();
  const held = scene?.browsers[0]?.cookie;
  const session = held ? await lab.read(held) : null;
  return { name: session?.user.name ?? null, at: Date.now() };
}

// Who is signed in here: a throw-away user, whose session is sealed in a cookie that the two pages get too.
import "server-only";
import { notFound } from "next/navigation";
import { type Held, labStrategy, sceneCookie } from "@/app/demo/shared/scenes";
import { env } from "@/lib/env";

export const lab = labStrategy({});

/** Of the cookie: its name, and where it is sent. */
export const place = { name: "demo-private-cache", path: "/demo" };
const kept = sceneCookie<Held>(place);

export interface Seen {
  /** Null: nobody is signed in. */
  name: string | null;
  /** When the server looked, ms since the epoch. */
  at: number;
}

/** Does not begin with connection(), as `getSession` of the app does: a private cache may call this. */
export async function look(): Promise<Seen> {
  const scene = await kept.open();
  if (!env.DEMO) notFound();
  const held = scene?.browsers[0]?.cookie;
  const session = held ? await lab.read(held) : null;
  return { name: session?.user.name ?? null, at: Date.now() };
}

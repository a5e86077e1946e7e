import { z } from "zod";
import type { BrowserState, DeviceLimitAnswer } from "@/app/demo/device-limit/answers";
import { labCookie } from "@/app/demo/shared/lab-cookie";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { json } from "@/lib/http/respond";
import type { SessionUser } from "@/lib/session/strategy";
import { createThrowAwayUser, deleteThrowAwayUser, LIMIT, lab, MAX_AGE } from "./stage";

/** What a browser holds. Nothing any more, once it is out. */
type Held = { cookie: string; refreshToken?: string } | null;

interface Lab {
  /** The throw-away user, whose browsers they are. */
  user: SessionUser;
  browsers: Held[];
}

const kept = labCookie<Lab>({
  name: "demo-device-limit",
  path: "/demo/api/device-limit",
  maxAge: MAX_AGE,
});

/** A cookie has room for no more. */
const MOST = 3;

/** What the app answers to each of the browsers now. */
export const GET = labQuery(async ({ user }) => {
  const opened = await kept.get(user.id);
  const seen = await Promise.all((opened?.browsers ?? []).map(look));
  const browsers = seen.map(({ held }) => held);
  if (opened && JSON.stringify(browsers) !== JSON.stringify(opened.browsers))
    await kept.keep(user.id, { ...opened, browsers });
  const states = seen.map(({ state }) => state);
  return json({ limit: LIMIT, most: MOST, browsers: states } satisfies DeviceLimitAnswer);
});

const action = z.object({ action: z.enum(["open", "start over"]) });

export const POST = labAction(action, async ({ user }, { action }) => {
  const opened = await kept.get(user.id);
  if (action === "start over") {
    if (opened) await deleteThrowAwayUser(opened.user.id);
    await kept.keep(user.id, null);
    return json({ done: action });
  }
  const browsers = opened?.browsers ?? [];
  if (browsers.length >= MOST) return json({ error: "no more browsers" }, 409);
  const person = opened?.user ?? (await createThrowAwayUser(user.id));
  const number = browsers.length + 1;
  const { cookie, refreshToken } = await lab.create(person, { userAgent: `Browser ${number}` });
  browsers.push({ cookie, refreshToken });
  await kept.keep(user.id, { user: person, browsers });
  return json({ done: action });
});

/** Asks with its cookie, and refreshes as a browser does when its access token has ended. */
async function look(held: Held): Promise<{ held: Held; state: BrowserState }> {
  if (held && (await lab.read(held.cookie))) {
    const goesOn = !lab.revocation || (await lab.read(held.cookie, { fresh: true }));
    return { held, state: goesOn ? "in" : "ended" };
  }
  const next = held?.refreshToken ? await lab.refresh?.rotate(held.refreshToken) : null;
  if (!next) return { held: null, state: "out" };
  const { cookie, refreshToken = held?.refreshToken } = next;
  return { held: { cookie, refreshToken }, state: "in" };
}

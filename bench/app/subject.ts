import { json } from "@/lib/http/respond";

/** Returns the signed-in user. The minimum returns the whole user, as /api/me does. */
type Read = () => Promise<{ email?: string | null } | null | undefined>;

/**
 * GET reads the session once. POST `{ milliseconds }` reads it repeatedly for that time and answers with the duration
 * of one reading.
 */
export function subject(read: Read) {
  const once = async () => json({ user: await read(), strategy: process.env.AUTH_STRATEGY });

  async function overAndOver(request: Request) {
    const { milliseconds } = (await request.json()) as { milliseconds: number };
    const start = performance.now();
    let times = 0;
    let user: Awaited<ReturnType<Read>>;
    do {
      user = await read();
      times++;
    } while (performance.now() - start < milliseconds);
    const microseconds = ((performance.now() - start) * 1000) / times;
    return json({ email: user?.email, microseconds });
  }

  return { GET: once, POST: overAndOver };
}

import { json } from "@/lib/session/respond";

/** Who is signed in, by their email. */
type Read = () => Promise<string | null | undefined>;

/** GET reads the session once. POST `{ milliseconds }` reads it for that long and tells what one reading took. */
export function subject(read: Read) {
  const once = async () => json({ email: await read() });

  async function overAndOver(request: Request) {
    const { milliseconds } = (await request.json()) as { milliseconds: number };
    const start = performance.now();
    let times = 0;
    let email: Awaited<ReturnType<Read>>;
    do {
      email = await read();
      times++;
    } while (performance.now() - start < milliseconds);
    return json({ email, microseconds: ((performance.now() - start) * 1000) / times });
  }

  return { GET: once, POST: overAndOver };
}

import { ProviderUnavailable } from "../errors";

/** Milliseconds that a provider may take for one answer. Auth.js itself would wait as long as `fetch` does: 300 s. */
const PATIENCE = 5_000;
/** Bytes of an answer. */
const LARGEST = 2 * 1024 * 1024;

/**
 * `fetch` for what is asked of the provider of that id, for Auth.js and for oauth4webapi. Throws ProviderUnavailable
 * where it gives no answer within 5 s, one that is too large, or one that says that it has troubles of its own.
 */
export function providerFetch(provider: string): typeof fetch {
  return (input, init) =>
    withinPatience(provider, async (signal) => {
      const response = await fetch(input, { ...init, signal });
      const { status } = response;
      if (status >= 500 || status === 429) throw new Error(`status ${status}`);
      return new Response(await readBody(response), response);
    });
}

/** Runs `ask`, which cannot be aborted where it ignores the signal: then it is not waited for. */
export async function withinPatience<T>(
  provider: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(PATIENCE);
  const timeUp = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  try {
    return await Promise.race([ask(signal), timeUp]);
  } catch (error) {
    throw new ProviderUnavailable(provider, reasonOf(error));
  }
}

async function readBody({ body }: Response): Promise<Blob | null> {
  if (!body) return null;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    size += part.length;
    if (size > LARGEST) throw new Error("the answer is too large");
    parts.push(part);
  }
  return new Blob(parts);
}

/** In words, without anything that was sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError") return `no answer within ${PATIENCE / 1000} s`;
  const { code } = Object(error.cause) as { code?: unknown };
  return typeof code === "string" ? code : error.message;
}

import { ProviderUnavailable } from "../errors";

/** Milliseconds that a provider may take for one answer. Auth.js itself would wait as long as `fetch` does: 300 s. */
const TIMEOUT = 5_000;
/** The most bytes of an answer. */
const LARGEST = 2 * 1024 * 1024;

/**
 * `fetch` for requests to the provider with that id, for Auth.js and for oauth4webapi. `own` is the provider's own `fetch`,
 * if Auth.js has one for it that mends its answers (Apple, Microsoft). Throws ProviderUnavailable if there is no answer
 * within 5 s, or it is too large, or it reports a server error.
 */
export function providerFetch(provider: string, own = fetch): typeof fetch {
  return (input, init) =>
    withTimeout(provider, async (signal) => {
      const response = await own(input, { ...init, signal });
      const { status } = response;
      if (status >= 500 || status === 429) throw new Error(`status ${status}`);
      return new Response(await readBody(response), response);
    });
}

/** Runs `ask`. If it ignores the abort signal, it is not waited for. */
export async function withTimeout<T>(
  provider: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(TIMEOUT);
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

/** A text without anything that was sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT / 1000} s`;
  const { code } = Object(error.cause) as { code?: unknown };
  return typeof code === "string" ? code : error.message;
}

// Limits the size of request bodies. `answerFaults` applies it to route handlers; Next.js limits server actions itself, with
// `serverActions.bodySizeLimit` (1 MB).
import { NextRequest } from "next/server";

/** Bytes. Sign-in, tokens and sessions need a few hundred. */
const LIMIT = 64 * 1024;

/** Bytes that are still read and discarded after the answer: most clients read the answer only after sending everything. */
const DISCARD_LIMIT = 16 * 1024 * 1024;

/**
 * The request with its body in memory, or null when the body is above 64 KB: memory is limited even if Content-Length is
 * missing or wrong.
 */
export async function withinBodyLimit(request: Request): Promise<NextRequest | null> {
  const { url, method, headers, signal, body } = request;
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = Number(headers.get("content-length")) || 0;
  if (size <= LIMIT) size = 0;
  while (reader && size <= LIMIT) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    chunks.push(value);
  }
  if (size > LIMIT) {
    if (reader) void drop(reader);
    return null;
  }
  return new NextRequest(url, { method, headers, signal, body: body && Buffer.concat(chunks) });
}

/** Cancelling closes the connection, at times before the client has read the answer. */
async function drop(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    for (let size = 0; size < DISCARD_LIMIT; ) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
    }
    await reader.cancel();
  } catch {} // The client has gone.
}

import "server-only";
import { escapeCharacters } from "./log";

/** Control characters above ASCII, line and paragraph separators, and characters that change the direction of text. */
const UNSAFE = /[\u0080-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Escapes what Next.js and packages print on their own. Next.js prints the id of an unknown server action as a client sent
 * it, and terminals obey control characters such as U+009B. Line ends and colors are kept. Call it when the server
 * starts.
 */
export function escapeOutput(streams: NodeJS.WriteStream[] = [process.stdout, process.stderr]) {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === "string" ? escapeCharacters(chunk, UNSAFE) : chunk, ...rest);
  }
}

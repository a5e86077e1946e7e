// Every line that the app logs goes through here (biome.json refuses `console` elsewhere). One event is one
// line (ASVS 16.4.1), and no token gets into it (ASVS 16.2.5), whatever a client or a provider sent. Edge-safe.

/** Characters of a message, or of one error. */
const LONGEST = 500;
/** How deep a chain of causes is followed. */
const DEEPEST = 6;
/** Frames of a stack. */
const FRAMES = 6;

export const log = {
  /** `facts` are written as JSON: only what the app itself made up or checked, never a token. */
  info(message: string, facts?: object): void {
    console.log(toLine(message, facts && JSON.stringify(facts)));
  },
  /** `error` and its causes are described by `describeError`. */
  warn(message: string, error?: unknown): void {
    console.warn(toLine(message, error && describeError(error)));
  },
  error(message: string, error?: unknown): void {
    console.error(toLine(message, error && describeError(error)));
  },
};

const toLine = (message: string, more: unknown): string =>
  escapeUnsafe(more ? `${cut(message)} ${more}` : cut(message));

/**
 * An error and its causes in one line: `TypeError: fetch failed < Error: connect ECONNREFUSED ::1:9 (ECONNREFUSED)`,
 * and where in the code, if it is a mistake there. Of an error, only name, message and code are read: libraries hang
 * whole answers of a provider on it. What looks like a token is taken out of the messages.
 */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  let innermost: unknown;
  for (let next = error; next && parts.length < DEEPEST; next = causeOf(next)) {
    innermost = next;
    parts.push(describeOne(next));
  }
  const frames = isMistake(innermost) ? framesOf(innermost) : "";
  return escapeUnsafe(parts.join(" < ") + frames);
}

/** Auth.js puts the error that it caught into `cause.err`. */
function causeOf(error: unknown): unknown {
  const { cause } = Object(error) as { cause?: unknown };
  if (cause instanceof Error) return cause;
  const { err } = Object(cause) as { err?: unknown };
  return err instanceof Error ? err : undefined;
}

function describeOne(error: unknown): string {
  if (!(error instanceof Error)) return "something that is no error was thrown";
  const { name, message, code } = error as Error & { code?: unknown };
  // A parser quotes what it was given.
  const said = error instanceof SyntaxError ? "not in the expected format" : withoutTokens(message);
  const coded = /^\w{1,50}$/.test(String(code ?? "")) ? ` (${code})` : "";
  return cut(`${name}: ${said}${coded}`);
}

function isMistake(error: unknown): error is Error {
  // Node.js reports a failed fetch as a TypeError too; it has a cause, and so is never the innermost.
  return (
    error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError
  );
}

function framesOf({ stack = "" }: Error): string {
  const frames = stack.match(/^ +at .+$/gm) ?? [];
  return frames
    .slice(0, FRAMES)
    .map((frame) => ` ${frame.trim()}`)
    .join("");
}

/** Long runs of the characters of base64, base64url and hexadecimal that have a digit in them. */
const withoutTokens = (text: string): string =>
  text.replace(/[\w+~=-]{20,}/g, (run) => (/\d/.test(run) ? "…" : run));

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Control characters, line and paragraph separators, and what turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escapeUnsafe = (text: string): string =>
  text.replace(UNSAFE, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

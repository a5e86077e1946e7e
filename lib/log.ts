// Every line that the app logs goes through here (biome.json refuses `console` elsewhere). One event is one
// line (ASVS 16.4.1), and it contains no token (ASVS 16.2.5), whatever a client or a provider sent. Edge-safe.

/** The most characters of a message, or of one error. */
const LONGEST = 500;
/** The most causes that are followed. */
const DEEPEST = 6;
/** The most frames of a stack. */
const FRAMES = 6;

export const log = {
  /** `facts` are written as JSON. They contain only values that the app made or validated, never a token. */
  info(message: string, facts?: object): void {
    console.log(toLine("info", message, { facts }));
  },
  /** `error` and its causes are described by `describeError`. */
  warn(message: string, error?: unknown): void {
    console.warn(toLine("warn", message, { error: error && describeError(error) }));
  },
  error(message: string, error?: unknown): void {
    console.error(toLine("error", message, { error: error && describeError(error) }));
  },
};

interface More {
  facts?: object;
  error?: unknown;
}

// #region telemetry
export type LogFormat = (level: string, message: string, more: More) => string;
// #endregion

function toLine(level: string, message: string, more: More): string {
  // #region telemetry
  const { logFormat } = globalThis as { logFormat?: LogFormat };
  if (logFormat) return escapeUnsafe(logFormat(level, cut(message), more));
  // #endregion
  const rest = more.facts ? JSON.stringify(more.facts) : more.error;
  return escapeUnsafe(rest ? `${cut(message)} ${rest}` : cut(message));
}

/**
 * An error and its causes in one line: `TypeError: fetch failed < Error: connect ECONNREFUSED ::1:9 (ECONNREFUSED)`,
 * and the place in the code, if it is a programming error. Only the name, message and code of an error are read:
 * libraries attach whole answers of a provider to errors. Anything that looks like a token is removed from the
 * messages.
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

/** Auth.js stores the error that it caught in `cause.err`. */
function causeOf(error: unknown): unknown {
  const { cause } = Object(error) as { cause?: unknown };
  if (cause instanceof Error) return cause;
  const { err } = Object(cause) as { err?: unknown };
  return err instanceof Error ? err : undefined;
}

function describeOne(error: unknown): string {
  if (!(error instanceof Error)) return "something that is no error was thrown";
  const { name, message, code } = error as Error & { code?: unknown };
  // A parser's message quotes its input.
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
export const withoutTokens = (text: string): string =>
  text.replace(/[\w+~=-]{20,}/g, (run) => (/\d/.test(run) ? "…" : run));

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Control characters, line and paragraph separators, and characters that change the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escapeUnsafe = (text: string): string => escapeCharacters(text, UNSAFE);

/** Writes the characters that `unsafe` finds as `\n` and `\u009b`. */
export const escapeCharacters = (text: string, unsafe: RegExp): string =>
  text.replace(unsafe, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

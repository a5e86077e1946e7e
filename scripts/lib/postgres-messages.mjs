// The part of the Postgres wire protocol that postgres-wire.mjs needs: where a message ends, where a request ends, and
// which prepared statement a message names. https://www.postgresql.org/docs/current/protocol-message-formats.html

/** Codes that are sent instead of a protocol version. */
const CANCEL = 80877102;
const SSL = 80877103;
const GSS_ENCRYPTION = 80877104;

/**
 * Splits the received bytes into complete messages `{ type, bytes }` and the unfinished rest. `started` tells whether
 * the startup message has been received; only this message has no type letter. Throws if a length is invalid.
 */
export function takeMessages(received, started) {
  const messages = [];
  let at = 0;
  let typed = started;
  for (;;) {
    const lengthAt = at + (typed ? 1 : 0);
    if (received.length < lengthAt + 4) break;
    const length = received.readInt32BE(lengthAt);
    if (length < 4) throw new Error("Not a message of the Postgres protocol");
    if (received.length < lengthAt + length) break;
    const bytes = received.subarray(at, lengthAt + length);
    const type = typed ? String.fromCharCode(bytes[0]) : openingType(bytes);
    messages.push({ type, bytes });
    typed ||= type === "startup";
    at = lengthAt + length;
  }
  return { messages, started: typed, rest: received.subarray(at) };
}

function openingType(bytes) {
  const code = bytes.length >= 8 ? bytes.readInt32BE(4) : 0;
  if (code === SSL || code === GSS_ENCRYPTION) return "encryption?";
  return code === CANCEL ? "cancel" : "startup";
}

/** The server answers these messages: Query, Sync, Flush, FunctionCall, password, CopyDone and CopyFail. */
const REQUEST_ENDS = new Set(["startup", "Q", "S", "H", "F", "p", "c", "f"]);

export function endsRequest({ type }) {
  return REQUEST_ENDS.has(type);
}

/** Makes the name of the prepared statement in a Parse, Bind, Describe or Close message unique to `session`. */
export function ownStatementNames({ type, bytes }, session) {
  const at = nameAt(type, bytes);
  const end = at && bytes.indexOf(0, at);
  if (!at || end <= at) return bytes;
  const name = `c${session.id}_${bytes.toString("utf8", at, end)}`;
  if (type === "P") session.statements.add(name);
  const renamed = Buffer.concat([bytes.subarray(0, at), Buffer.from(name), bytes.subarray(end)]);
  renamed.writeInt32BE(renamed.length - 1, 1);
  return renamed;
}

/** The offset of the statement's name, or 0 if the message has none. */
function nameAt(type, bytes) {
  if (type === "P") return 5;
  if (type === "B") return bytes.indexOf(0, 5) + 1; // after the name of the portal
  if (type === "D" || type === "C") return bytes[5] === 0x53 ? 6 : 0; // "S"tatement, not "P"ortal
  return 0;
}

/** A simple query message. */
export function queryMessage(sql) {
  const message = Buffer.from(`Q0000${sql}\0`);
  message.writeInt32BE(message.length - 1, 1);
  return message;
}

/** Ends an unfinished request. */
export const syncMessage = Buffer.from([0x53, 0, 0, 0, 4]);

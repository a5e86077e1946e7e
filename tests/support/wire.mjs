// Counts queries in the bytes on the wire, which works for every driver and server.
import { takeMessages } from "../../scripts/lib/postgres-messages.mjs";

/** Counts SQL statements in what one client sends: simple queries, and executions of prepared ones. */
export function countStatements() {
  let started = false;
  let rest = Buffer.alloc(0);
  return (bytes) => {
    const taken = takeMessages(Buffer.concat([rest, bytes]), started);
    ({ started, rest } = taken);
    return taken.messages.filter(({ type }) => type === "Q" || type === "E").length;
  };
}

/**
 * Counts Redis commands in what one client sends (RESP: an array of bulk strings each). PING is not counted, because it
 * is a heartbeat of the client.
 */
export function countCommands() {
  let rest = "";
  return (bytes) => {
    rest += bytes.toString("latin1");
    let count = 0;
    for (let end = endOfCommand(rest); end > 0; end = endOfCommand(rest)) {
      if (!/^\*1\r\n\$4\r\nping\r\n/i.test(rest)) count++;
      rest = rest.slice(end);
    }
    return count;
  };
}

/** 0 while the command is incomplete. */
function endOfCommand(text) {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return 0;
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left--) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at, at + 16));
    if (!size) return 0;
    at += size[0].length + Number(size[1]) + 2;
  }
  return at <= text.length ? at : 0;
}

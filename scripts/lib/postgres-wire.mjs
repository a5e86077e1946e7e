// Serves a PGlite on a TCP port, so that the app can use it with its usual driver.
//
// PGlite has one session, which all connections share. Two measures make each connection behave like a separate
// session: it keeps its turn until its request and its transaction are complete, and its prepared statements get unique
// names. (The server of @electric-sql/pglite-socket changes turns after each message, so one of two waiting clients can
// get the rows of the other.) Connections still share SET, temporary tables, LISTEN and advisory locks.
import { createServer } from "node:net";
import {
  endsRequest,
  ownStatementNames,
  queryMessage,
  syncMessage,
  takeMessages,
} from "./postgres-messages.mjs";

/**
 * Returns a server for a PGlite database, which is not listening yet. `onFault` is called when PGlite itself fails and cannot be
 * used any more. Errors in a client's SQL do not count.
 */
export function servePostgres(database, onFault) {
  const sessions = new Set();
  const turns = [];
  let owner = null;
  let busy = false;
  let count = 0;

  function takeTurn(session, run) {
    turns.push({ session, run });
    if (!busy) runTurns().catch(onFault);
  }

  async function runTurns() {
    busy = true;
    for (let turn = nextTurn(); turn; turn = nextTurn()) {
      await database.runExclusive(turn.run);
      owner = turn.session.unfinished || database.isInTransaction() ? turn.session : null;
    }
    busy = false;
  }

  function nextTurn() {
    const index = owner ? turns.findIndex(({ session }) => session === owner) : 0;
    return index < 0 ? undefined : turns.splice(index, 1)[0];
  }

  async function ask(messages) {
    const answer = [];
    const onRawData = (data) => answer.push(Buffer.from(data)); // a copy: PGlite reuses its memory
    for (const message of messages) await database.execProtocolRawStream(message, { onRawData });
    return Buffer.concat(answer);
  }

  /** Ends a session as Postgres does: rolls back its open transaction and deletes its prepared statements. */
  async function forget(session) {
    sessions.delete(session);
    if (owner === session) await ask([syncMessage, queryMessage("ROLLBACK")]);
    session.unfinished = false;
    const last = sessions.size === 0;
    const statements = [...session.statements].map((name) => `DEALLOCATE "${name}"`);
    for (const sql of last ? ["DISCARD ALL"] : statements) await ask([queryMessage(sql)]);
  }

  return createServer((socket) => {
    const session = { id: ++count, statements: new Set(), unfinished: false };
    sessions.add(session);
    let started = false;
    let rest = Buffer.alloc(0);
    let request = [];

    function receive(message) {
      if (message.type === "encryption?") socket.write("N");
      else if (message.type === "cancel" || message.type === "X") socket.end();
      else request.push(ownStatementNames(message, session));
      if (!endsRequest(message)) return;
      const complete = request;
      request = [];
      takeTurn(session, async () => {
        // A Flush is answered at once, but the request continues until its Sync.
        session.unfinished = message.type === "H";
        const answer = await ask(complete);
        if (socket.writable) socket.write(answer);
      });
    }

    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => takeTurn(session, () => forget(session)));
    socket.on("data", (data) => {
      try {
        const taken = takeMessages(Buffer.concat([rest, data]), started);
        ({ started, rest } = taken);
        taken.messages.forEach(receive);
      } catch (error) {
        socket.destroy(error);
      }
    });
  });
}

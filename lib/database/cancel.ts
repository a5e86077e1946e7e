import pg from "pg";

/** What pg has, and its types leave out. */
interface Opened {
  host: string;
  port: number;
  ssl: unknown;
  sslNegotiation: string;
  processID: number;
  secretKey: number;
  connection: pg.Connection & {
    connect(portOrPath: number | string, host?: string): void;
    requestSsl(): void;
    cancel(processId: number, secretKey: number): void;
  };
}

/** Milliseconds for the request to get there. */
const PATIENCE = 3_000;

/**
 * Asks the server to give up what `client` has it do. Otherwise a statement that nobody waits for any more goes on, or
 * waits on for a lock, and its backend is taken. The request goes over a connection of its own, which carries nothing
 * else (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS); poolers pass it
 * on. Nothing comes back: a statement that was given up answers with an error of its own, 57014.
 */
export function requestCancel(client: pg.Client, config: pg.ClientConfig | undefined): void {
  const { host, port, processID, secretKey } = client as unknown as Opened;
  const { ssl, sslNegotiation, connection } = new pg.Client(config) as unknown as Opened;
  const timer = setTimeout(() => connection.stream.destroy(), PATIENCE);
  const send = () => connection.cancel(processID, secretKey);
  connection.once("connect", () => {
    if (!ssl) send();
    else if (sslNegotiation !== "direct") connection.requestSsl();
  });
  connection.once("sslconnect", send);
  connection.once("end", () => clearTimeout(timer));
  // A network that does not carry the request carries no answer either: who waits finds out by itself.
  connection.on("error", () => connection.stream.destroy());
  if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
}

import pg from "pg";

/** Properties of pg that its types lack. */
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

/** Milliseconds for sending the request. */
const TIMEOUT = 3_000;

/**
 * Asks the server to cancel the statement of `client`. Otherwise a statement that nobody waits for continues, or waits for a
 * lock, and occupies its backend. The request uses a connection of its own (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS); poolers pass it
 * on. It has no answer: the cancelled statement ends with the error 57014.
 */
export function requestCancel(client: pg.Client, config: pg.ClientConfig | undefined): void {
  const { host, port, processID, secretKey } = client as unknown as Opened;
  const { ssl, sslNegotiation, connection } = new pg.Client(config) as unknown as Opened;
  const timer = setTimeout(() => connection.stream.destroy(), TIMEOUT);
  const send = () => connection.cancel(processID, secretKey);
  connection.once("connect", () => {
    if (!ssl) send();
    else if (sslNegotiation !== "direct") connection.requestSsl();
  });
  connection.once("sslconnect", send);
  connection.once("end", () => clearTimeout(timer));
  // If the network fails here, the statement gets no answer either, and its own timeout applies.
  connection.on("error", () => connection.stream.destroy());
  if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
}

import { connect, createServer } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { countCommands, countStatements } from "../../tests/support/wire.mjs";

const { kind, host, port } = workerData;
const createCounter = kind === "redis" ? countCommands : countStatements;
let delay = 0;
let passed = 0;

const server = createServer((client) => {
  const store = connect(port, host);
  const count = createCounter();
  for (const socket of [client, store]) {
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => (socket === client ? store : client).destroy());
  }
  store.on("data", (bytes) => client.write(bytes));
  client.on("data", (bytes) => {
    passed += count(bytes);
    if (delay === 0) store.write(bytes);
    else setTimeout(() => store.write(bytes), delay);
  });
});

server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));

parentPort.on("message", (message) => {
  delay = message.delay ?? delay;
  parentPort.postMessage(passed);
  passed = 0;
});

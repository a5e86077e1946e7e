// Preloaded into the servers of the browser tests: a request with the header `test-clock` (ms since the epoch) is
// answered as if it were that time, so that tests do not have to wait. tests/support/e2e-clock.ts sends it.
import { AsyncLocalStorage } from "node:async_hooks";
import { Server, ServerResponse } from "node:http";
import vm from "node:vm";

const HEADER = "test-clock";
const times = new AsyncLocalStorage();
const realNow = Date.now;
const now = () => times.getStore() ?? realNow();

Date.now = now;

// The middleware runs in a separate context with its own Date.
vm.createContext = new Proxy(vm.createContext, {
  apply(create, self, args) {
    const context = create.apply(self, args);
    vm.runInContext("Date", context).now = now;
    return context;
  },
});

const timeOf = ({ headers }) => (headers[HEADER] ? Number(headers[HEADER]) : undefined);

Server.prototype.emit = new Proxy(Server.prototype.emit, {
  apply(emit, server, args) {
    const [event, request] = args;
    const time = event === "request" ? timeOf(request) : undefined;
    return time === undefined
      ? emit.apply(server, args)
      : times.run(time, () => emit.apply(server, args));
  },
});

// Browsers read the server's clock there.
ServerResponse.prototype.writeHead = new Proxy(ServerResponse.prototype.writeHead, {
  apply(writeHead, response, args) {
    const time = response.req && timeOf(response.req);
    if (time !== undefined) response.setHeader("Date", new Date(time).toUTCString());
    return writeHead.apply(response, args);
  },
});

// Redirects requests to a provider on the Internet to a process of this machine. Preloaded into a server with the
// variable REROUTE: JSON that maps origins to origins.

/** `fetch`, with the origins that `to` names replaced. */
export const rerouted = (fetch, to) => (input, init) => {
  const asked = input instanceof Request ? input.url : `${input}`;
  const { origin } = new URL(asked);
  const url = to[origin] ? asked.replace(origin, to[origin]) : asked;
  return fetch(input instanceof Request ? new Request(url, input) : url, init);
};

if (process.env.REROUTE)
  globalThis.fetch = rerouted(globalThis.fetch, JSON.parse(process.env.REROUTE));

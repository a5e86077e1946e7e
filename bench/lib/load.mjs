import { Client } from "undici";

/**
 * Sends requests to `url`: a closed loop, in which each of `concurrency` connections asks again as soon
 * as it has its answer, with the next session. An answer that is not 200, or does not name the user
 * whose session it was, ends the run: a fast wrong answer counts for nothing.
 */
export function createLoad(url) {
  const clients = [];

  /** Asks for `milliseconds`, or for as often as `requests` says. Answers requests per second, p50 and p99 in ms. */
  async function run(subject, { concurrency, milliseconds = Infinity, requests = Infinity }) {
    while (clients.length < concurrency) clients.push(new Client(url));
    const { path, sessions, expects = ({ email }) => email } = subject;
    const latencies = [];
    const start = performance.now();
    let sent = 0;
    const loop = async (client) => {
      while (sent < requests && performance.now() - start < milliseconds) {
        const session = sessions[(subject.next = ((subject.next ?? 0) + 1) % sessions.length)];
        sent++;
        const asked = performance.now();
        const headers = { cookie: session.cookie };
        const { statusCode, body } = await client.request({ path, method: "GET", headers });
        const text = await body.text();
        latencies.push(performance.now() - asked);
        if (statusCode !== 200 || !text.includes(expects(session)))
          throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 300)}`);
      }
    };
    await Promise.all(clients.slice(0, concurrency).map(loop));
    const perSecond = (latencies.length / (performance.now() - start)) * 1000;
    latencies.sort((a, b) => a - b);
    const at = (share) => latencies[Math.ceil(share * latencies.length) - 1];
    return { perSecond, p50: at(0.5), p99: at(0.99) };
  }

  /** Has the server read a session over and over by itself. Answers microseconds for one reading. */
  async function read(subject, milliseconds) {
    const { path, sessions } = subject;
    const session = sessions[Math.floor(Math.random() * sessions.length)];
    const response = await fetch(url + path, {
      method: "POST",
      headers: { cookie: session.cookie },
      body: JSON.stringify({ milliseconds }),
    });
    const { email, microseconds } = await response.json();
    if (email !== session.email) throw new Error(`${path} took ${session.email} for ${email}`);
    return microseconds;
  }

  return { run, read, close: () => Promise.all(clients.map((client) => client.close())) };
}

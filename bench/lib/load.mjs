import { Client } from "undici";

/**
 * Sends requests to the app at `url`. An answer that is not 200 or does not name the session's user ends the run, so
 * that wrong answers are not measured.
 */
export function createLoad(url) {
  const clients = [];

  /**
   * A closed loop: each of `concurrency` connections sends the next request as soon as it has an answer, with the next
   * session, for `milliseconds` or until `requests` have been sent. Returns requests per second, the duration of each
   * in ms, and the CPU time in microseconds that the app's process used for each.
   */
  async function run(
    { path, sessions, expects = ({ email }) => email },
    { concurrency, milliseconds = Infinity, requests = Infinity },
  ) {
    while (clients.length < concurrency) clients.push(new Client(url));
    const first = Math.floor(Math.random() * sessions.length);
    const latencies = [];
    let sent = 0;
    const before = await usage();
    const start = performance.now();
    async function loop(client) {
      while (sent < requests && performance.now() - start < milliseconds) {
        const session = sessions[(first + sent++) % sessions.length];
        const headers = { cookie: session.cookie };
        const asked = performance.now();
        const { statusCode, body } = await client.request({ path, method: "GET", headers });
        const text = await body.text();
        latencies.push(performance.now() - asked);
        if (statusCode !== 200 || !text.includes(expects(session)))
          throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 300)}`);
      }
    }
    await Promise.all(clients.slice(0, concurrency).map(loop));
    const perSecond = (latencies.length / (performance.now() - start)) * 1000;
    const processor = ((await usage()).processor - before.processor) / latencies.length;
    return { perSecond, latencies, processor };
  }

  /** Makes the server read a session repeatedly without HTTP. Returns the duration of one reading in microseconds. */
  async function read({ path, sessions }, milliseconds) {
    const { cookie, email } = sessions[Math.floor(Math.random() * sessions.length)];
    const answer = await post(url + path, { milliseconds }, { cookie });
    if (answer.email !== email) throw new Error(`${path} took ${email} for ${answer.email}`);
    return answer.microseconds;
  }

  const usage = async () => (await fetch(`${url}/api/usage`)).json();

  return { run, read, usage, close: () => Promise.all(clients.map((client) => client.destroy())) };
}

/** Posts JSON and returns the answer. */
export async function post(url, body, headers = {}) {
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

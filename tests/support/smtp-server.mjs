// A mail server for tests. It prints its port, then each accepted mail as a line of JSON. FAIL: the number of mails
// that it refuses temporarily first. REFUSE=1: it refuses every recipient permanently. PASSWORD: required for sign-in,
// which needs STARTTLS.
import { SMTPServer } from "smtp-server";

const { FAIL = "0", REFUSE, PASSWORD } = process.env;
let failures = Number(FAIL);

const say = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  authOptional: !PASSWORD,
  onAuth: ({ username, password }, _session, done) =>
    password === PASSWORD ? done(null, { user: username }) : done(say(535, "wrong password")),
  onRcptTo: ({ address }, _session, done) =>
    done(REFUSE ? say(550, `no such user: ${address}`) : null),
  onData(stream, { envelope, secure }, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      if (failures-- > 0) return done(say(451, "later"));
      const to = envelope.rcptTo.map(({ address }) => address);
      const raw = Buffer.concat(parts).toString();
      process.stdout.write(
        `${JSON.stringify({ from: envelope.mailFrom.address, to, raw, secure })}\n`,
      );
      done();
    });
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.server.address().port}\n`));

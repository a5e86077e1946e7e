// The connection to a mail server.
import "server-only";
import type { Mail } from "./compose";

export interface SmtpSettings {
  /** smtp://user:password@host:587, or smtps:// for TLS from the start. */
  url: string;
  /** Who the mail is from: an address, or `Name <address>`. */
  from: string;
}

/** Milliseconds. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Hands a mail over to the server, in a connection of its own. Throws what nodemailer throws. */
export async function deliverBySmtp(mail: Mail, { url, from }: SmtpSettings): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const { hostname, username } = new URL(url);
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  const transport = createTransport({
    url,
    ...TIMEOUTS,
    // A password is never sent unencrypted. Connections to this machine are safe, and their certificates are self-signed.
    ...(isLocal ? { tls: { rejectUnauthorized: false } } : { requireTLS: username !== "" }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { to, subject, text, html } = mail;
    // Automatic responders do not answer such a mail (RFC 3834).
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      html,
      headers: { "Auto-Submitted": "auto-generated" },
    });
  } finally {
    transport.close();
  }
}

// Mails: their content, and their delivery to a real mail server.
import { afterEach, describe, expect, test } from "vitest";
import { compose } from "@/features/email/compose";
import { linkMail, type NoticeKind, noticeMail, takenMail } from "@/features/email/mails";
import { sendEmail } from "@/features/email/send";
import { deliverBySmtp } from "@/features/email/smtp";
import type { Purpose } from "@/features/email/tokens";
import { expectConsole } from "../support/console";
import { partOf, startMailServer } from "../support/smtp";

const origin = "https://site.example";
const purposes: Purpose[] = ["reset-password", "sign-in", "verify-email", "change-email"];
const kinds: NoticeKind[] = ["password-changed", "password-reset", "email-changed"];
const from = "Site <no-reply@site.example>";

describe("a mail", () => {
  test.each(purposes)("%s: has the same content as text and as HTML, and no image", (purpose) => {
    const token = "t".repeat(43);
    const { text, html, link, subject } = linkMail(purpose, "a@example.com", token, origin);
    expect(link).toBe(`${origin}/link/${purpose}?token=${token}`);
    expect(text).toContain(link);
    expect(html).toContain(link);
    expect(html).toContain(subject);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    for (const paragraph of text.split("\n\n").filter((part) => !part.includes("http")))
      expect(html.replaceAll("&#39;", "'")).toContain(paragraph.trim());
    expect(html).not.toMatch(/<img|url\(|<script|<link/);
  });

  test("that is only a notice contains no token", () => {
    for (const kind of kinds)
      expect(noticeMail(kind, "a@example.com", origin).link).toBe(`${origin}/account`);
    expect(takenMail("a@example.com", origin).link).toBe(`${origin}/sign-in`);
  });

  test("is readable in light and dark: a text has its own colour only on its own background", () => {
    const button = { label: "Go", link: "https://site.example" };
    const { html } = compose({ to: "a@b.c", subject: "Hello", lines: ["One"], button, end: "Two" });
    const coloured = [...html.matchAll(/style="([^"]*)"/g)]
      .map(([, style = ""]) => style)
      .filter((style) => /(^|;)color:(?!inherit)/.test(style));
    expect(coloured).toEqual([expect.stringMatching(/background:.*border:/)]);
  });

  test("escapes markup", () => {
    const { html } = compose({ to: "a@b.c", subject: "<b>&'\"", lines: ["<i>"], end: "</div>" });
    expect(html).not.toMatch(/<b>|<i>|<\/div><\/p>/);
    expect(html).toContain("&lt;b&gt;&amp;&#39;&quot;");
  });
});

describe("a mail server", () => {
  let server: Awaited<ReturnType<typeof startMailServer>>;
  afterEach(() => server.stop());
  const mail = linkMail("reset-password", "ada@example.com", "t".repeat(43), origin);
  const send = (credentials = "", waits = [1, 1]) => {
    const url = `smtp://${credentials}127.0.0.1:${server.port}`;
    return sendEmail(mail, (mail) => deliverBySmtp(mail, { url, from }), waits);
  };

  test("gets both parts from the configured sender", async () => {
    server = await startMailServer();
    expect(await send()).toBe(true);
    await expect.poll(() => server.taken).toHaveLength(1);
    const [taken] = server.taken;
    if (!taken) throw new Error("No mail");
    expect(taken).toMatchObject({ from: "no-reply@site.example", to: ["ada@example.com"] });
    expect(taken.raw).toMatch(/^From: Site <no-reply@site\.example>\r$/m);
    expect(taken.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(partOf(taken, "text/plain").trim()).toBe(mail.text.trim());
    expect(partOf(taken, "text/html").trim()).toBe(mail.html.trim());
  });

  test("with a password is used only over TLS", async () => {
    server = await startMailServer({ PASSWORD: "secret" });
    expect(await send("site:secret@")).toBe(true);
    await expect.poll(() => server.taken[0]?.secure).toBe(true);
  });

  test("that is busy gets another attempt", async () => {
    server = await startMailServer({ FAIL: "2" });
    expect(await send()).toBe(true);
    await expect.poll(() => server.taken).toHaveLength(1);
  });

  test("that stays busy gets no further attempts, and the log line contains no address", async () => {
    expectConsole(/^\[email\] A mail could not be sent \(EMESSAGE 451\): check SMTP_URL/);
    server = await startMailServer({ FAIL: "9" });
    expect(await send()).toBe(false);
  });

  test("that refuses permanently gets no further attempt", async () => {
    expectConsole(/^\[email\] A mail could not be sent \(EENVELOPE 550\): check/);
    server = await startMailServer({ REFUSE: "1" });
    expect(await send("", [1_000_000])).toBe(false);
  });

  test("that cannot be reached causes no error for the request", async () => {
    expectConsole(/^\[email\] A mail could not be sent \(ESOCKET\): check|ECONNREFUSED/);
    server = await startMailServer();
    await server.stop();
    expect(await send()).toBe(false);
  });
});

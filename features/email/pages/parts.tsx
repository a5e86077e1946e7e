// Shared parts of the mail pages.
import Link from "next/link";
import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { env } from "@/lib/env";
import { toAnswer } from "../answers";
import { emailDelivery } from "../delivery";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

interface EmailPageProps {
  title: string;
  /** The message for `?said=`: the result of a form without JavaScript. */
  said?: unknown;
  children: ReactNode;
}

/** A page for guests, as wide as the sign-in page. Without a way to send mail, it says that in place of `children`. */
export function EmailPage({ title, said, children }: EmailPageProps) {
  const answer = toAnswer(said);
  const delivery = emailDelivery();
  return (
    <div className="mx-auto max-w-md">
      <PageHeader title={title} />
      <div className="grid gap-5">
        {answer ? (
          <Notice tone={answer.status === "done" ? "ok" : "bad"}>{answer.message}</Notice>
        ) : null}
        {delivery ? children : <EmailIsOff />}
        <MailboxHint />
      </div>
    </div>
  );
}

export function EmailIsOff() {
  const missing = env.DATABASE_URL ? "SMTP_URL" : "DATABASE_URL";
  return (
    <Notice title="This needs email, which is off on this server.">
      <Code>{missing}</Code> is not set. Ask whoever runs this site to help you.{" "}
      <Code>.env.example</Code> explains the settings.
    </Notice>
  );
}

/** In the demo, mails are not delivered, so the page links to the mailbox. */
export function MailboxHint() {
  if (!__DEMO__ || emailDelivery() !== "mailbox") return null;
  return (
    <p className="text-sm text-muted-foreground">
      No mail leaves this server while <Code>SMTP_URL</Code> is unset.{" "}
      <Link href="/demo/mailbox" className="link whitespace-nowrap text-foreground">
        Open the mailbox
      </Link>
    </p>
  );
}

/** A link to a page of mail, below a form. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="link text-foreground">
      {children}
    </Link>
  );
}

/** For a link that was used already, is too old or is damaged. */
export function InvalidLink({ href }: { href: string }) {
  return (
    <Notice tone="bad" title="This link was used before, or it has expired.">
      <TextLink href={href}>Ask for a new one</TextLink>
    </Notice>
  );
}

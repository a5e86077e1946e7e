import Link from "next/link";
import { Time } from "@/components/time";
import { buttonClass } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { emailDelivery } from "../delivery";
import { listMailbox, type Received } from "../mailbox";
import type { SearchParams } from "./parts";

export async function MailboxPage({ searchParams }: { searchParams: SearchParams }) {
  const { to } = await searchParams;
  const mails = listMailbox(typeof to === "string" ? to : undefined);
  return (
    <div className="w-full max-w-3xl">
      <PageHeader title="Mailbox">
        Every mail of this app, the newest first. No mail leaves the server while{" "}
        <Code>SMTP_URL</Code> is unset.
      </PageHeader>
      <div className="grid gap-5">
        {emailDelivery() === "mailbox" ? null : (
          <Notice title="Mails do not come here.">
            They are sent by <Code>SMTP_URL</Code>, or there is no <Code>DATABASE_URL</Code> and
            mail is off.
          </Notice>
        )}
        {mails.length === 0 ? (
          <Notice>
            No mail yet. Ask for a{" "}
            <Link href="/forgot-password" className="link">
              new password
            </Link>{" "}
            or a{" "}
            <Link href="/sign-in-link" className="link">
              link to sign in
            </Link>
            . The mail is sent just after that page: load this one again.
          </Notice>
        ) : null}
        {mails.map((mail) => (
          <Message key={`${mail.at} ${mail.link} ${mail.to}`} mail={mail} />
        ))}
      </div>
    </div>
  );
}

function Message({ mail: { to, subject, text, link, at } }: { mail: Received }) {
  // The button has the link already.
  const words = link ? text.replace(/[^\n]*:\n[^\n]+\n\n/, "") : text;
  return (
    <Panel title={subject}>
      <div className="grid gap-4">
        <DataList>
          <DataItem name="To">{to}</DataItem>
          <DataItem name="Sent">
            <Time at={at} />
          </DataItem>
        </DataList>
        <p className="text-sm whitespace-pre-line">{words.trim()}</p>
        {link ? (
          <div>
            <a href={link} className={buttonClass({ variant: "primary" })}>
              Open the link
            </a>
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

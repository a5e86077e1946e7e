import Link from "next/link";
import { strategy } from "@/auth";
import { checkedPage } from "@/components/checked-page";
import { PostForm } from "@/components/post-form";
import { ShownTo } from "@/components/shown-to";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { env, sessionPolicy } from "@/lib/env";
import { requireRecentSignIn } from "@/lib/session/require-recent";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const DeletePage = checkedPage(async function DeletePage({ searchParams }: Props) {
  const { user } = await requireRecentSignIn("/account/delete");
  const { failed } = await searchParams;
  return (
    <ShownTo user={{ id: user.id, email: user.email }}>
      <div className="mx-auto max-w-xl">
        <PageHeader title="Delete your account">
          <Link href="/account" className="link">
            Keep it, and go back
          </Link>
        </PageHeader>
        <div className="grid gap-5">
          <Failure why={failed} />
          <Panel title={`This deletes ${user.email ?? user.name ?? user.id}`}>
            <div className="grid gap-4 text-sm">
              <ul className="grid list-disc gap-2 pl-5">
                <li>Your name, address, password and connected accounts are deleted for good.</li>
                <li>{whatEnds()}</li>
                <li>
                  The audit trail keeps what happened and when, with the id <Code>{user.id}</Code>.
                  The network addresses are deleted from it.
                </li>
              </ul>
              {env.DATABASE_URL ? (
                <PostForm action="/account/delete/confirm" variant="danger">
                  Delete my account
                </PostForm>
              ) : (
                <Notice>
                  There is nothing to delete: <Code>DATABASE_URL</Code> is not set, so this server
                  keeps no accounts. Sign out instead.
                </Notice>
              )}
            </div>
          </Panel>
        </div>
      </div>
    </ShownTo>
  );
});

function whatEnds(): string {
  const { endNoticedWithin } = strategy;
  if (endNoticedWithin === null)
    return `You are signed out here. Sessions on other devices cannot be ended: sign out there first. Otherwise they continue without an account until they expire, at the latest ${inWords(sessionPolicy.absoluteMaxAge)} after signing in.`;
  return endNoticedWithin === 0
    ? "You are signed out everywhere."
    : `You are signed out here, and everywhere else within ${inWords(endNoticedWithin)}.`;
}

function Failure({ why }: { why: unknown }) {
  if (why === "last-admin")
    return (
      <Notice tone="bad" live title="Nothing was deleted: you are the only admin">
        Without one, nobody could change roles or unlock accounts here. Make someone else an admin
        first.
      </Notice>
    );
  if (why === "unavailable")
    return (
      <Notice tone="bad" live title="Your account could not be deleted">
        The database gave no answer. Your account is still there: try again in a moment.
      </Notice>
    );
  return null;
}

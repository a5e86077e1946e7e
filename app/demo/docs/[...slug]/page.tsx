import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { PageHeader } from "@/components/ui/page-header";
import { demoPage } from "../../shared/gate";
import { listDecisions, readDocument } from "../documents";
import { Markdown } from "../markdown";

interface DocumentProps {
  params: Promise<{ slug: string[] }>;
}

// Sent in one piece, because the status depends on whether the document exists.
export const instant = false;

const DECISIONS = "decisions";

export async function generateMetadata({ params }: DocumentProps): Promise<Metadata> {
  const slug = (await params).slug.join("/");
  if (slug === DECISIONS) return { title: "Decisions" };
  return { title: (await readDocument(slug))?.title ?? "Docs" };
}

export default demoPage(async function DocumentPage({ params }: DocumentProps) {
  await connection();
  const slug = (await params).slug.join("/");
  if (slug === DECISIONS) return <Decisions />;
  const document = await readDocument(slug);
  if (!document) notFound();
  return (
    <article>
      {slug.startsWith(`${DECISIONS}/`) && (
        <p className="mb-2 text-sm">
          <Link href={`/demo/docs/${DECISIONS}`} className="link text-muted-foreground">
            Decisions
          </Link>
        </p>
      )}
      <Markdown text={document.text} slug={slug} />
    </article>
  );
});

async function Decisions() {
  const decisions = await listDecisions();
  return (
    <>
      <PageHeader title="Decisions">
        Decisions that you may want to change, with the reasons and the cost of each.
      </PageHeader>
      <ul className="divide-y divide-border rounded-xl border border-border bg-card">
        {decisions.map(({ href, title }) => (
          <li key={href}>
            <Link href={href} className="block px-5 py-2.5 text-sm hover:bg-accent">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

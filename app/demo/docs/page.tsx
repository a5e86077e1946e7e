import { ArrowRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { connection } from "next/server";
import { Suspense } from "react";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { demoPage } from "../shared/gate";
import { listDocuments } from "./documents";
// #region keep
import { Questions } from "./questions";
// #endregion

export const metadata: Metadata = { title: "Docs" };
export const instant = false;

export default demoPage(function DocsPage() {
  return (
    <>
      <PageHeader title="Docs">
        How each strategy works, what it guarantees, and how to run, change and extend it. These are
        the files in the folder docs of the repository.
      </PageHeader>
      <Suspense fallback={<div className="min-h-dvh" />}>
        <Overview />
      </Suspense>
    </>
  );
});

async function Overview() {
  await connection();
  const groups = await listDocuments();
  if (groups.length === 0)
    return (
      <Notice title="The documents are not available">
        This server has only the build. The documents are in the folder docs of the repository.
      </Notice>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        {groups.map(({ name, documents }) => (
          <section key={name} className="rounded-xl border border-border bg-card p-5">
            <h2 className="mb-2 font-semibold">{name}</h2>
            <ul className="grid gap-1.5 text-sm">
              {documents.map(({ href, title }) => (
                <li key={href}>
                  <Link
                    href={href}
                    className="group inline-flex items-center gap-1.5 text-muted-foreground hover:text-foreground"
                  >
                    {title}
                    <ArrowRight
                      aria-hidden
                      className="size-3.5 opacity-0 transition-opacity group-hover:opacity-100"
                    />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {/* #region keep */}
      <Questions />
      {/* #endregion */}
    </div>
  );
}

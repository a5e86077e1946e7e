import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { NotHere, readSource, Source } from "@/app/demo/shared/code";
import { CodeTabs } from "@/app/demo/shared/code-tabs";
import { demoPage } from "@/app/demo/shared/gate";
import { sourceFiles } from "@/app/demo/shared/shown-code";
import { Loading } from "@/components/ui/loading";

export const metadata: Metadata = { title: "Source" };
export const instant = false;

interface SourcePageProps {
  params: Promise<{ path: string[] }>;
}

export default demoPage(function SourcePage({ params }: SourcePageProps) {
  return (
    <Suspense fallback={<Loading what="the file" />}>
      <File params={params} />
    </Suspense>
  );
});

async function File({ params }: SourcePageProps) {
  const asked = (await params).path.join("/");
  const file = sourceFiles.find((name) => name === asked);
  if (!file) notFound();
  const text = await readSource(file);
  const label = file.split("/").at(-1) ?? file;
  const code = text === null ? <NotHere /> : <Source file={file} text={text} />;
  return (
    <>
      <header className="mb-6">
        <h1 className="font-mono text-xl font-semibold wrap-anywhere">{file}</h1>
        <p className="mt-1.5 text-muted-foreground">The current file in the folder of this app.</p>
      </header>
      <CodeTabs tabs={[{ file, label, code }]} first={file} />
    </>
  );
}

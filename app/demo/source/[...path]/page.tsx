import { readFile } from "node:fs/promises";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { CodeBlock } from "@/app/demo/shared/code-block";
import { demoPage } from "@/app/demo/shared/gate";
import { sourceFiles } from "@/app/demo/shared/source-files";
import { Loading } from "@/components/ui/loading";
import { Notice } from "@/components/ui/notice";

export const metadata: Metadata = { title: "Source" };

interface SourcePageProps {
  params: Promise<{ path: string[] }>;
}

export default demoPage(function SourcePage({ params }: SourcePageProps) {
  return (
    <Suspense fallback={<Loading what="the file" />}>
      <Source params={params} />
    </Suspense>
  );
});

async function Source({ params }: SourcePageProps) {
  const asked = (await params).path.join("/");
  const file = sourceFiles.find((name) => name === asked);
  if (!file) notFound();
  // Not part of the build: it lies beside it, where the demo runs.
  const text = await readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => null);
  return (
    <>
      <header>
        <h1 className="font-mono text-lg font-semibold wrap-anywhere">{file}</h1>
        <p className="mt-1.5 text-mute">As it lies in the folder of this app.</p>
      </header>
      {text === null ? (
        <Notice title="The file is not here">
          This server has the build alone. The repository has the file.
        </Notice>
      ) : (
        <CodeBlock label={file}>{text}</CodeBlock>
      )}
    </>
  );
}

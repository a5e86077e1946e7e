import Link from "next/link";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import type { SourceFile } from "./source-files";

interface SourcesProps {
  /** Path in the repository: what that file decides. */
  files: Partial<Record<SourceFile, string>>;
}

export function Sources({ files }: SourcesProps) {
  return (
    <Panel title="The code that decides it">
      <DataList>
        {Object.entries(files).map(([path, decides]) => (
          <DataItem
            key={path}
            name={
              <Link href={`/demo/source/${path}`} prefetch={false} className="link">
                <Code>{path}</Code>
              </Link>
            }
          >
            <span className="font-normal">{decides}</span>
          </DataItem>
        ))}
      </DataList>
    </Panel>
  );
}

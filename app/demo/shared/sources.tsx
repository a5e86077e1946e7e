import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";

interface SourcesProps {
  /** Path in the repository: what that file decides. */
  files: Record<string, string>;
}

export function Sources({ files }: SourcesProps) {
  return (
    <Panel title="The code that decides it" className="[&>h2]:mb-3">
      <DataList>
        {Object.entries(files).map(([path, decides]) => (
          <DataItem key={path} name={<Code>{path}</Code>}>
            <span className="font-normal">{decides}</span>
          </DataItem>
        ))}
      </DataList>
    </Panel>
  );
}

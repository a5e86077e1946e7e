import Link from "next/link";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { strategyNames } from "@/lib/session/strategies";
import { type SourceFile, strategyFile } from "./source-files";
import { type Words, wordsOf } from "./words";

interface SourcesProps {
  /** Path in the repository: what that file decides. */
  files: Partial<Record<SourceFile, string>>;
  /** Adds the files of the strategies whose words say what they decide on this page. */
  page?: keyof NonNullable<Words["code"]>;
}

export async function Sources({ files, page }: SourcesProps) {
  const described = await Promise.all(
    strategyNames.map(async (name) => [name, page && (await wordsOf(name)).code?.[page]] as const),
  );
  const ofStrategies = described.flatMap(([name, decides]) =>
    decides ? [[strategyFile(name), decides] as const] : [],
  );
  return (
    <Panel title="The code that decides it">
      <DataList>
        {[...Object.entries(files), ...ofStrategies].map(([path, decides]) => (
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

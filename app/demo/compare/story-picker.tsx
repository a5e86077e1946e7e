import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { stories } from "./stories";
import type { Story } from "./story";

interface StoryPickerProps {
  story: Story;
  onPick: (story: Story) => void;
}

/** The ready stories. After a change, none of them is selected. */
export function StoryPicker({ story, onPick }: StoryPickerProps) {
  const ready = Object.entries<Story>(stories);
  return (
    <ToggleGroup
      aria-label="Story"
      value={ready.filter(([, candidate]) => candidate === story).map(([name]) => name)}
      className="flex min-w-0 gap-0.5 overflow-x-auto rounded-lg bg-muted p-0.5"
    >
      {ready.map(([name, candidate]) => (
        <Toggle
          key={name}
          value={name}
          onClick={() => onPick(candidate)}
          className="rounded-md border border-transparent px-2.5 py-1 text-[0.8125rem] font-medium whitespace-nowrap text-muted-foreground transition-colors hover:text-foreground aria-pressed:border-border aria-pressed:bg-card aria-pressed:text-foreground"
        >
          {name}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

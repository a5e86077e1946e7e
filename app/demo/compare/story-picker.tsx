import { field } from "./look";
import { stories } from "./stories";
import type { Story } from "./story";

interface StoryPickerProps {
  story: Story;
  onPick: (story: Story) => void;
}

const ready = Object.entries(stories) as [string, Story][];

/** The ready stories. One that has been changed is none of them. */
export function StoryPicker({ story, onPick }: StoryPickerProps) {
  const picked = ready.findIndex(([, candidate]) => candidate === story);
  return (
    <select
      aria-label="Story"
      value={picked}
      onChange={(event) => onPick(ready[Number(event.target.value)]?.[1] ?? story)}
      className={`${field} text-sm font-medium`}
    >
      {picked < 0 && <option value={-1}>Your own story</option>}
      {ready.map(([name], n) => (
        <option key={name} value={n}>
          {name}
        </option>
      ))}
    </select>
  );
}

import type { CSSProperties } from "react";
import { formatNumber } from "../shared/format";
import { type Kind, kinds, MAX_CLAIMS } from "./recipe";
import type { Recipe } from "./trial";

interface ControlsProps {
  recipe: Recipe;
  disabled: boolean;
  onChange: (recipe: Recipe) => void;
}

// The browser's own slider takes a black track beside a bright accent, so track and thumb are ours.
const track =
  "[&::-webkit-slider-runnable-track]:h-2 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-(image:--track) [&::-moz-range-track]:h-2 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-(image:--track)";
const thumb =
  "[&::-webkit-slider-thumb]:-mt-1.5 [&::-webkit-slider-thumb]:size-5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-strategy [&::-moz-range-thumb]:size-5 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-none [&::-moz-range-thumb]:bg-strategy";

function trackImage(share: number): CSSProperties {
  const filled = `${share * 100}%`;
  const image = `linear-gradient(to right, var(--strategy) ${filled}, var(--color-line) ${filled})`;
  return { "--track": image } as CSSProperties;
}

export function Controls({ recipe, disabled, onChange }: ControlsProps) {
  const set = (change: Partial<Recipe>) => onChange({ ...recipe, ...change });
  return (
    <fieldset disabled={disabled} className="grid gap-5 sm:grid-cols-[1fr_auto]">
      <legend className="sr-only">What to put into the cookie</legend>
      <label className="grid content-start gap-2 text-sm font-medium">
        <span className="flex justify-between">
          Claims to add
          <output className="tabular-nums">{formatNumber(recipe.count)}</output>
        </span>
        <input
          type="range"
          min={0}
          max={MAX_CLAIMS}
          value={recipe.count}
          onChange={(event) => set({ count: event.target.valueAsNumber })}
          style={trackImage(recipe.count / MAX_CLAIMS)}
          className={`h-6 w-full cursor-pointer appearance-none rounded-full bg-transparent ${track} ${thumb}`}
        />
      </label>
      <label className="grid content-start gap-2 text-sm font-medium">
        Their kind
        <select
          value={recipe.kind}
          onChange={(event) => set({ kind: event.target.value as Kind })}
          className="min-h-9 rounded-lg border border-edge bg-panel px-3 font-normal"
        >
          {Object.entries(kinds).map(([kind, { label }]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="flex items-center gap-2 text-sm sm:col-span-2">
        <input
          type="checkbox"
          checked={recipe.split}
          onChange={(event) => set({ split: event.target.checked })}
          className="size-4 accent-strategy"
        />
        Cut it into cookies of 4,096 bytes, as Auth.js does
      </label>
    </fieldset>
  );
}

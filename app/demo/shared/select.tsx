import { ChevronDown } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";

interface SelectProps<Value extends string> {
  label: ReactNode;
  value: Value;
  /** Each value, and how it is shown, in the order of the list. */
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  ref?: Ref<HTMLSelectElement>;
}

/** The browser's own: that of Base UI is 38 KB of JavaScript. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  ref,
}: SelectProps<Value>) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1.5 text-sm">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="relative min-w-0">
        <select
          id={id}
          ref={ref}
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
          className="min-h-9 w-full cursor-default appearance-none truncate rounded-lg border border-input bg-card pr-9 pl-3 hover:bg-accent disabled:opacity-60"
        >
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted-foreground"
        />
      </div>
    </div>
  );
}

import { ChevronDown } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";

interface SelectProps<Value extends string> {
  label: ReactNode;
  value: Value;
  /** Each value with its label, in the order of the list. */
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  ref?: Ref<HTMLSelectElement>;
}

// The list is styled where the browser allows it (`appearance: base-select`). Elsewhere it is the browser's own.
const LIST =
  "supports-[appearance:base-select]:[appearance:base-select] [&::picker-icon]:hidden [&::picker(select)]:[appearance:base-select] [&::picker(select)]:my-1 [&::picker(select)]:max-w-[calc(100vw-2rem)] [&::picker(select)]:rounded-lg [&::picker(select)]:border [&::picker(select)]:border-border [&::picker(select)]:bg-popover [&::picker(select)]:p-1 [&::picker(select)]:text-popover-foreground [&::picker(select)]:shadow-lg";

/** A native list: that of Base UI is 38 KB of JavaScript. */
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
          className={`min-h-9 w-full cursor-default appearance-none items-center truncate rounded-lg border border-input bg-card pr-9 pl-3 hover:bg-accent disabled:opacity-60 ${LIST}`}
        >
          {options.map(([option, text]) => (
            <option
              key={option}
              value={option}
              className="rounded-md py-1.5 pr-3 pl-2 hover:bg-accent focus:bg-accent focus:outline-none"
            >
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

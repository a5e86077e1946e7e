import { CSPProvider } from "@base-ui/react/csp-provider";
import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";

interface SelectProps<Value extends string> {
  label: ReactNode;
  value: Value;
  /** Each value, and how it is shown, in the order of the list. */
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  /** The button that opens the list. */
  ref?: Ref<HTMLButtonElement>;
}

export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  ref,
}: SelectProps<Value>) {
  // Base UI would connect the two after hydration.
  const labelId = useId();
  const items = options.map(([option, text]) => ({ value: option, label: text }));
  return (
    // The Content-Security-Policy allows no style element without a nonce.
    <CSPProvider disableStyleElements>
      <BaseSelect.Root
        items={items}
        value={value}
        onValueChange={(next) => next !== null && onChange(next)}
      >
        <div className="grid min-w-0 gap-1.5 text-sm">
          <BaseSelect.Label className="font-medium">
            <span id={labelId}>{label}</span>
          </BaseSelect.Label>
          <BaseSelect.Trigger
            ref={ref}
            aria-labelledby={labelId}
            className="flex min-h-9 min-w-0 items-center justify-between gap-3 rounded-lg border border-input bg-card px-3 text-left hover:bg-accent disabled:opacity-60 data-[popup-open]:bg-accent"
          >
            <BaseSelect.Value className="truncate" />
            <BaseSelect.Icon>
              <ChevronDown aria-hidden className="size-4 text-muted-foreground" />
            </BaseSelect.Icon>
          </BaseSelect.Trigger>
        </div>
        <BaseSelect.Portal>
          <BaseSelect.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-30">
            <BaseSelect.Popup className="max-h-(--available-height) max-w-[calc(100vw-2rem)] min-w-(--anchor-width) overflow-y-auto rounded-lg border border-border bg-popover p-1 text-sm text-popover-foreground shadow-lg">
              {items.map((item) => (
                <BaseSelect.Item
                  key={item.value}
                  value={item.value}
                  className="grid cursor-default grid-cols-[1rem_1fr] items-center gap-2 rounded-md py-1.5 pr-3 pl-2 outline-none data-[highlighted]:bg-accent"
                >
                  <BaseSelect.ItemIndicator className="col-start-1">
                    <Check aria-hidden className="size-4" />
                  </BaseSelect.ItemIndicator>
                  <BaseSelect.ItemText className="col-start-2">{item.label}</BaseSelect.ItemText>
                </BaseSelect.Item>
              ))}
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </CSPProvider>
  );
}

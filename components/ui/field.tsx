"use client";

import { Field as BaseField } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";

interface FieldProps extends Omit<ComponentProps<typeof BaseField.Control>, "className"> {
  /** Also the key of this field's message in the `errors` of the Form around it. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** Label, input, hint and error, connected for assistive technology. */
export function Field({ name, label, hint, ...control }: FieldProps) {
  return (
    <BaseField.Root name={name} className="grid gap-1.5">
      <BaseField.Label className="text-sm font-medium">{label}</BaseField.Label>
      <BaseField.Control
        {...control}
        className="min-h-10 w-full rounded-lg border border-input bg-card px-3 py-2 data-invalid:border-destructive"
      />
      {hint ? (
        <BaseField.Description className="text-[0.8125rem] text-muted-foreground">
          {hint}
        </BaseField.Description>
      ) : null}
      <BaseField.Error className="text-[0.8125rem] font-medium text-destructive" />
    </BaseField.Root>
  );
}

import Link from "next/link";
import type { ComponentProps } from "react";

const look = {
  primary: "border-primary bg-primary text-primary-foreground hover:bg-primary/90",
  secondary: "border-border bg-card text-foreground hover:bg-accent",
  danger: "border-destructive/40 bg-card text-destructive hover:border-destructive",
};

const size = {
  normal: "min-h-9 px-3.5 py-1.5 text-sm",
  small: "min-h-7 px-2.5 py-0.5 text-[0.8125rem]",
};

// Without cn(), which would load tailwind-merge into every page: to replace one of these classes, write `px-4!`.
interface Look {
  variant?: keyof typeof look;
  size?: keyof typeof size;
}

export function buttonClass({ variant = "secondary", size: step = "normal" }: Look = {}): string {
  return `inline-flex items-center justify-center gap-2 rounded-lg border font-medium transition-colors aria-disabled:cursor-default aria-disabled:opacity-60 disabled:cursor-default disabled:opacity-60 ${look[variant]} ${size[step]}`;
}

/** A native button. It submits a form only with `type="submit"`, or as a SubmitButton. */
export function Button({
  variant,
  size,
  className = "",
  ...props
}: ComponentProps<"button"> & Look) {
  return (
    <button type="button" {...props} className={`${buttonClass({ variant, size })} ${className}`} />
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  variant,
  size,
  className = "",
  ...props
}: ComponentProps<typeof Link> & Look) {
  return <Link {...props} className={`${buttonClass({ variant, size })} ${className}`} />;
}

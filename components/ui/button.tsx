import Link from "next/link";
import type { ComponentProps } from "react";

const look = {
  primary: "border-ink bg-ink text-ground hover:opacity-85",
  secondary: "border-line bg-panel text-ink hover:border-edge",
  danger: "border-bad bg-panel text-bad-text hover:bg-sunken",
};

const size = {
  normal: "min-h-9 px-3.5 py-1.5 text-sm",
  small: "min-h-7 px-2.5 py-0.5 text-[0.8125rem]",
};

interface Look {
  variant?: keyof typeof look;
  size?: keyof typeof size;
}

export function buttonClass({ variant = "secondary", size: step = "normal" }: Look = {}): string {
  return `inline-flex items-center justify-center gap-2 rounded-lg border font-medium transition-colors aria-disabled:cursor-default aria-disabled:opacity-60 disabled:cursor-default disabled:opacity-60 ${look[variant]} ${size[step]}`;
}

/** A native button. It submits only when told to: `type="submit"`, or SubmitButton. */
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

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  variant,
  size,
  className = "",
  ...props
}: ComponentProps<typeof Link> & Look) {
  return <Link {...props} className={`${buttonClass({ variant, size })} ${className}`} />;
}

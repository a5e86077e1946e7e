/** The pattern for an ended session. */
export const hatched =
  "bg-[repeating-linear-gradient(135deg,color-mix(in_srgb,var(--muted-foreground)_22%,transparent)_0_4px,transparent_4px_9px)]";

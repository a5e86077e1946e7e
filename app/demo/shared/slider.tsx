import { Slider as BaseSlider } from "@base-ui/react/slider";

interface SliderProps {
  /** One name for each thumb. */
  names: string[];
  /** One value for each thumb, in ascending order. */
  values: number[];
  min?: number;
  max: number;
  step?: number;
  /** A value as text. */
  show: (value: number) => string;
  onChange: (values: number[]) => void;
  className?: string;
}

/** A slider with one thumb, or with two for a range. The middle of a thumb is exactly at its value. */
export function Slider({ names, values, show, onChange, className = "", ...scale }: SliderProps) {
  return (
    <BaseSlider.Root
      {...scale}
      value={values}
      onValueChange={(next) => onChange([...next])}
      className={className}
    >
      <BaseSlider.Control className="flex h-6 touch-none items-center select-none">
        <BaseSlider.Track className="h-1 w-full rounded-full bg-border">
          <BaseSlider.Indicator className="rounded-full bg-foreground" />
          {names.map((name, n) => (
            <BaseSlider.Thumb
              key={name}
              index={n}
              getAriaLabel={() => name}
              getAriaValueText={(_, value) => show(value)}
              className="size-4 rounded-full border-2 border-foreground bg-background has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-ring"
            />
          ))}
        </BaseSlider.Track>
      </BaseSlider.Control>
    </BaseSlider.Root>
  );
}

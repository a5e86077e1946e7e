import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { inWords } from "@/lib/duration";
import { Select } from "../shared/select";
import { DAY, HOUR, type Lifetimes as LifetimesType, MINUTE, type Story } from "./story";

type Name = keyof LifetimesType;

/** The variable that sets the lifetime, and the options here. `off`: the label for no value. */
const settings: Record<Name, { variable: string; options: number[]; off?: string }> = {
  maxAge: {
    variable: "SESSION_MAX_AGE",
    options: [HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY],
  },
  updateAge: { variable: "SESSION_UPDATE_AGE", options: [5 * MINUTE, HOUR, 8 * HOUR, DAY] },
  idleTimeout: {
    variable: "SESSION_IDLE_TIMEOUT",
    options: [15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR],
    off: "unset",
  },
  absoluteMaxAge: {
    variable: "SESSION_ABSOLUTE_MAX_AGE",
    options: [2 * HOUR, 12 * HOUR, DAY, 7 * DAY, 30 * DAY],
  },
  accessMaxAge: {
    variable: "ACCESS_TOKEN_MAX_AGE",
    options: [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR],
  },
  deviceLimit: { variable: "SESSION_DEVICE_LIMIT", options: [1, 2, 3], off: "0" },
};

const lengths = [HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 7 * DAY];

interface LifetimesProps {
  story: Story;
  onChange: (story: Story) => void;
}

export function Lifetimes({ story, onChange }: LifetimesProps) {
  const { lifetimes, length } = story;
  return (
    <div className="grid gap-4 max-sm:grid-cols-[minmax(0,1fr)] sm:grid-cols-2 lg:grid-cols-4">
      {(Object.keys(settings) as Name[]).map((name) => (
        <Pick
          key={name}
          label={<Code>{settings[name].variable}</Code>}
          value={lifetimes[name]}
          show={name === "deviceLimit" ? String : inWords}
          {...settings[name]}
          onChange={(value) => onChange({ ...story, lifetimes: { ...lifetimes, [name]: value } })}
        />
      ))}
      <Pick
        label="Length of the story"
        value={length}
        show={inWords}
        options={lengths}
        onChange={(value) => value && onChange(cut(story, value))}
      />
    </div>
  );
}

/** Moves events from after the new end to the end. */
function cut(story: Story, length: number): Story {
  const events = story.events.map(({ at, until, ...event }) => ({
    ...event,
    at: Math.min(at, length),
    ...(until !== undefined && { until: Math.min(until, length) }),
  }));
  return { ...story, length, events };
}

interface PickProps {
  label: ReactNode;
  value: number | undefined;
  options: number[];
  show: (value: number) => string;
  off?: string;
  onChange: (value: number | undefined) => void;
}

function Pick({ label, value, options, show, off, onChange }: PickProps) {
  // A link may contain a value that is not in the options.
  const all = value === undefined ? options : [...new Set([...options, value])];
  const listed = all.toSorted((a, b) => a - b).map((n) => [String(n), show(n)] as const);
  return (
    <Select
      label={label}
      value={String(value ?? "")}
      options={off ? [["", off], ...listed] : listed}
      onChange={(picked) => onChange(Number(picked) || undefined)}
    />
  );
}

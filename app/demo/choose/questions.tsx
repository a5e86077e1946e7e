import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { useHydrated } from "@/components/use-hydrated";
import { CopyButton } from "../shared/copy-button";
import { toLink } from "./answers";
import {
  type Answers,
  choices,
  deviceLimit,
  type Extra,
  extras,
  type Need,
  needs,
  type Project,
  projects,
  type Sensitivity,
  sensitivities,
} from "./rules";

interface QuestionsProps {
  answers: Answers;
  onChange: (answers: Answers) => void;
}

/** A plain form with the same fields as the link. With JavaScript every change applies at once. */
export function Questions({ answers, onChange }: QuestionsProps) {
  const hydrated = useHydrated();
  const toggle = (need: Need, wanted: boolean) =>
    onChange({
      ...answers,
      needs: wanted ? [...answers.needs, need] : answers.needs.filter((other) => other !== need),
    });

  return (
    <Panel title="Your project">
      <form action="/demo/choose" className="grid gap-6">
        <Question legend="What is it?">
          {projects.map((project) => (
            <Choice
              key={project}
              type="radio"
              name="project"
              value={project}
              checked={answers.project === project}
              onChange={() => onChange({ ...answers, project })}
            />
          ))}
        </Question>
        <Question legend="How sensitive is its data?">
          {sensitivities.map((sensitivity) => (
            <Choice
              key={sensitivity}
              type="radio"
              name="sensitivity"
              value={sensitivity}
              checked={answers.sensitivity === sensitivity}
              onChange={() => onChange({ ...answers, sensitivity })}
            />
          ))}
        </Question>
        <Question legend="What does it need?">
          {needs.map((need) => (
            <Choice
              key={need}
              type="checkbox"
              name="need"
              value={need}
              checked={answers.needs.includes(need)}
              onChange={(wanted) => toggle(need, wanted)}
            >
              {need === "devices" && answers.needs.includes(need) && (
                <label className="mt-1.5 flex items-center gap-2">
                  <input
                    type="number"
                    name="limit"
                    min={1}
                    max={deviceLimit.most}
                    value={answers.limit ?? deviceLimit.usual}
                    onChange={({ target }) => {
                      if (target.validity.valid && target.value)
                        onChange({ ...answers, limit: target.valueAsNumber });
                    }}
                    className="min-h-8 w-20 rounded-lg border border-input bg-card px-2 tabular-nums"
                  />
                  sessions per user
                </label>
              )}
            </Choice>
          ))}
        </Question>
        <Question legend="What does it have?">
          {extras.map((extra) => (
            <Choice
              key={extra}
              type="checkbox"
              name="has"
              value={extra}
              checked={Boolean(answers.has?.includes(extra))}
              onChange={(wanted) => {
                const { has = [], ...rest } = answers;
                const next = wanted ? [...has, extra] : has.filter((other) => other !== extra);
                onChange({ ...rest, ...(next.length > 0 && { has: next }) });
              }}
            />
          ))}
        </Question>
        {hydrated ? (
          <CopyButton
            key={toLink(answers)}
            text={() => new URL(toLink(answers), window.location.href).href}
          >
            Copy a link to these answers
          </CopyButton>
        ) : (
          <Button type="submit" variant="primary">
            Show what fits
          </Button>
        )}
      </form>
    </Panel>
  );
}

function Question({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      <div className="grid gap-1">{children}</div>
    </fieldset>
  );
}

interface ChoiceProps {
  type: "radio" | "checkbox";
  name: string;
  value: Project | Sensitivity | Need | Extra;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** A further question, shown when the answer is chosen. */
  children?: ReactNode;
}

function Choice({ type, name, value, checked, onChange, children }: ChoiceProps) {
  const { label, hint } = choices[value];
  const hintId = `${value}-hint`;
  return (
    <div className="flex gap-2.5 text-sm">
      <input
        type={type}
        id={value}
        name={name}
        value={value}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={hintId}
        className="mt-0.5 size-4 shrink-0 accent-foreground"
      />
      <div>
        <label htmlFor={value} className="font-medium">
          {label}
        </label>
        <p id={hintId} className="text-[0.8125rem] text-muted-foreground">
          {hint}
        </p>
        {children}
      </div>
    </div>
  );
}

// Ranks the options: by the fewest unmet needs, then by the fewest urgent needs that are met late, then by points, then
// by the fewest parts.
import type { StrategyName } from "@/lib/session/strategies";
import type { Option } from "./options";
import {
  type Answer,
  type Answers,
  choices,
  type Grade,
  grades,
  isPressing,
  type Need,
  needs,
  projects,
  sensitivities,
} from "./rules";

/** What one answer says about a strategy. */
export interface Argument {
  answer: Answer;
  grade: Grade;
  why: string;
}

/** What all answers together say about a strategy. */
export interface Candidate {
  strategy: StrategyName;
  option: Option;
  reasons: Argument[];
  /** Includes the needs that are met late or not at all. */
  givesUp: Argument[];
  unmet: Need[];
  /** Needs that are met, but too late for this project. */
  tooLate: Need[];
}

export interface Recommendation extends Candidate {
  /** The strategies that fit less well, the best first. */
  others: Candidate[];
  /** If no strategy meets every need: one that leaves other needs unmet. */
  instead: Candidate | null;
  /** A strategy that fits equally well, but has more parts. */
  equal: StrategyName | null;
  /** Null if no change of a single answer would change the recommendation. */
  runnerUp: RunnerUp | null;
}

export interface RunnerUp {
  strategy: StrategyName;
  option: Option;
  /** Answers that differ in one point and make it the recommended strategy. */
  when: Change[];
}

interface Change {
  change: string;
  answers: Answers;
}

export function recommend(options: Option[], answers: Answers): Recommendation {
  const [best, ...others] = rank(options, answers) as [Candidate, ...Candidate[]];
  const changes = changesOf(answers);
  const runnersUp = others.map(({ strategy, option }) => ({
    strategy,
    option,
    when: changes.filter(({ answers }) => rank(options, answers)[0]?.strategy === strategy),
  }));
  const differs = ({ unmet }: Candidate) => !best.unmet.every((need) => unmet.includes(need));
  return {
    ...best,
    others,
    equal: others.find((other) => compare(best, other) === 0)?.strategy ?? null,
    instead: others.find(differs) ?? null,
    runnerUp: runnersUp.find(({ when }) => when.length > 0) ?? null,
  };
}

/** Every strategy, the best first. */
function rank(options: Option[], answers: Answers): Candidate[] {
  return options.map((option) => toCandidate(option, answers)).sort(compare);
}

/** Negative where `a` fits better. */
function compare(a: Candidate, b: Candidate): number {
  const points = ({ reasons, givesUp }: Candidate) =>
    [...reasons, ...givesUp].reduce((sum, { grade }) => sum + grades[grade], 0);
  return (
    a.unmet.length - b.unmet.length || a.tooLate.length - b.tooLate.length || points(b) - points(a)
  );
}

function toCandidate(option: Option, answers: Answers): Candidate {
  const { strategy, says } = option;
  const { project, sensitivity, needs } = answers;
  const gradeOf = (need: Need) => says[need]?.[0];
  const said = [...needs, project, sensitivity].flatMap((answer): Argument[] => {
    const [grade, why] = says[answer] ?? [];
    return grade && why ? [{ answer, grade, why }] : [];
  });
  return {
    strategy,
    option,
    reasons: said.filter(({ grade }) => grades[grade] > 0),
    givesUp: said.filter(({ grade }) => grades[grade] <= 0),
    unmet: needs.filter((need) => gradeOf(need) === "cannot"),
    tooLate: needs.filter((need) => gradeOf(need) === "late" && isPressing(need, answers)),
  };
}

/** All answers that differ from these in one point. */
function changesOf(answers: Answers): Change[] {
  const { project, sensitivity, needs: wanted } = answers;
  const to = (word: string, answer: Answer, change: Partial<Answers>) => ({
    change: `${word} “${choices[answer].label}”`,
    answers: { ...answers, ...change },
  });
  const others = <Answer>(all: readonly Answer[], given: Answer) =>
    all.filter((answer) => answer !== given);
  return [
    ...wanted.map((need) => to("without", need, { needs: others(wanted, need) })),
    ...others(sensitivities, sensitivity).map((other) => to("with", other, { sensitivity: other })),
    ...others(projects, project).map((other) => to("for", other, { project: other })),
    ...needs
      .filter((need) => !wanted.includes(need))
      .map((need) => to("with", need, { needs: [...wanted, need] })),
  ];
}

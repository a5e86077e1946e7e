// Adds up the table in rules.ts: fewest unmet needs first, then points, then the plainer strategy.
import type { StrategyName } from "@/lib/env-schema";
import {
  type Answers,
  type Grade,
  grades,
  type Need,
  needs,
  type Project,
  projects,
  rules,
  type Sensitivity,
  sensitivities,
  strategies,
} from "./rules";

/** What one answer says of a strategy. */
export interface Argument {
  answer: Project | Sensitivity | Need;
  grade: Grade;
  why: string;
}

/** What all answers together say of a strategy. */
export interface Candidate {
  strategy: StrategyName;
  reasons: Argument[];
  /** Needs that come late or not at all are among them. */
  givesUp: Argument[];
  unmet: Need[];
}

export interface Recommendation extends Candidate {
  /** Where no strategy meets every need: another one, with other needs unmet. */
  instead: Candidate | null;
  /** Null where no answer alone would change what is recommended. */
  runnerUp: RunnerUp | null;
}

export interface RunnerUp {
  strategy: StrategyName;
  /** Answers that differ in one thing, and make it the recommended one. */
  when: Change[];
}

interface Change {
  change: string;
  answers: Answers;
}

export function recommend(answers: Answers): Recommendation {
  const [best, ...others] = rank(answers) as [Candidate, ...Candidate[]];
  const changes = changesOf(answers);
  const runnersUp = others.map(({ strategy }) => ({
    strategy,
    when: changes.filter(({ answers }) => rank(answers)[0]?.strategy === strategy),
  }));
  const differs = ({ unmet }: Candidate) => !best.unmet.every((need) => unmet.includes(need));
  return {
    ...best,
    instead: others.find(differs) ?? null,
    runnerUp: runnersUp.find(({ when }) => when.length > 0) ?? null,
  };
}

/** Every strategy, the best first. */
function rank(answers: Answers): Candidate[] {
  const points = ({ reasons, givesUp }: Candidate) =>
    [...reasons, ...givesUp].reduce((sum, { grade }) => sum + grades[grade], 0);
  return strategies
    .map((strategy) => toCandidate(strategy, answers))
    .sort((a, b) => a.unmet.length - b.unmet.length || points(b) - points(a));
}

function toCandidate(strategy: StrategyName, { project, sensitivity, needs }: Answers): Candidate {
  const said = [...needs, project, sensitivity].flatMap((answer): Argument[] => {
    const [grade, why] = rules[answer].says[strategy] ?? [];
    return grade && why ? [{ answer, grade, why }] : [];
  });
  return {
    strategy,
    reasons: said.filter(({ grade }) => grades[grade] > 0),
    givesUp: said.filter(({ grade }) => grades[grade] <= 0),
    unmet: needs.filter((need) => rules[need].says[strategy]?.[0] === "cannot"),
  };
}

/** All answers that differ from these in one thing. */
function changesOf(answers: Answers): Change[] {
  const dropped = answers.needs.map((need) => ({
    change: `without “${rules[need].label}”`,
    answers: { ...answers, needs: answers.needs.filter((other) => other !== need) },
  }));
  const added = needs
    .filter((need) => !answers.needs.includes(need))
    .map((need) => ({
      change: `with “${rules[need].label}”`,
      answers: { ...answers, needs: [...answers.needs, need] },
    }));
  const elsewhere = projects
    .filter((project) => project !== answers.project)
    .map((project) => ({
      change: `for “${rules[project].label}”`,
      answers: { ...answers, project },
    }));
  const atStake = sensitivities
    .filter((sensitivity) => sensitivity !== answers.sensitivity)
    .map((sensitivity) => ({
      change: `with “${rules[sensitivity].label}”`,
      answers: { ...answers, sensitivity },
    }));
  return [...dropped, ...added, ...atStake, ...elsewhere];
}

import Link from "next/link";
import type { ReactNode } from "react";
import { Badge, StrategyBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { experiments } from "../experiments";
import { toLink } from "./answers";
import type { Argument, Candidate, Recommendation } from "./recommend";
import { choices, type Need } from "./rules";
import type { Settings } from "./settings";

interface ResultProps {
  recommended: Recommendation;
  settings: Settings;
}

export function Result({ recommended, settings }: ResultProps) {
  const { strategy, option, reasons, givesUp, instead } = recommended;
  const { redis, noRedis, access } = settings;
  const { store, price, noticed } = option;
  return (
    <Panel strategy={redis ? "redis" : strategy} title="What fits">
      <div className="grid gap-5">
        <p role="status" className="font-mono text-2xl font-semibold text-strategy-text">
          {redis ? `${strategy} + Redis` : strategy}
        </p>
        {instead && <Contradiction best={recommended} instead={instead} />}
        <DataList>
          <DataItem name="sessions are stored in">
            {store}
            {redis && ", with a Redis cache"}
          </DataItem>
          <DataItem name="an ended session is noticed">
            {access ? `within ${inWords(access.seconds)}` : noticed}
          </DataItem>
        </DataList>
        <Section title="Why">
          {reasons.map((argument) => (
            <Point key={argument.answer} {...argument} />
          ))}
          {redis && <Said name="Redis">{redis}</Said>}
        </Section>
        <Section title="What you give up">
          <Said name={strategy}>{price}</Said>
          {givesUp.map((argument) => (
            <Point key={argument.answer} {...argument} lag={access?.seconds} />
          ))}
          {redis && <Said name="Redis">It is one more service to run.</Said>}
          {noRedis && <Said name="Redis">{noRedis}</Said>}
        </Section>
        {recommended.others.length > 0 && (
          <Section title="Why not another strategy?">
            {recommended.others.map((other) => (
              <Said key={other.strategy} name={other.strategy}>
                {other.unmet.length > 0 && `It does not meet ${names(other.unmet)}. `}
                {other.option.price}
              </Said>
            ))}
          </Section>
        )}
        <section>
          <h3 className="mb-1.5 text-sm font-semibold">Runner-up</h3>
          <div className="text-sm">
            <Alternatives {...recommended} />
          </div>
        </section>
      </div>
    </Panel>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
      <DataList>{children}</DataList>
    </section>
  );
}

function Said({ name, children }: { name: string; children: ReactNode }) {
  return (
    <DataItem name={name}>
      <span className="font-normal">{children}</span>
    </DataItem>
  );
}

function Point({ answer, grade, why, lag }: Argument & { lag?: number }) {
  const { label, shownAt } = choices[answer];
  const page = experiments.find(({ path }) => path === shownAt);
  return (
    <Said name={label}>
      {grade === "cannot" && <Badge tone="bad">not met</Badge>}
      {grade === "late" && lag && <Badge>within {inWords(lag)}</Badge>} {why}{" "}
      {page && (
        <Link href={page.path} className="link whitespace-nowrap text-muted-foreground">
          See it: {page.name}
        </Link>
      )}
    </Said>
  );
}

const list = new Intl.ListFormat("en", { type: "conjunction" });
const names = (unmet: Need[]) => list.format(unmet.map((need) => `“${choices[need].label}”`));

interface ContradictionProps {
  best: Candidate;
  instead: Candidate;
}

/** The needs that no strategy meets together, and which of them to drop. */
function Contradiction({ best, instead }: ContradictionProps) {
  const fewer = best.unmet.length < instead.unmet.length;
  return (
    <Notice tone="bad" title={`${names([...best.unmet, ...instead.unmet])} contradict each other`}>
      A change can take effect before a cookie expires only if the app looks it up in a store.
      Without a database there is no store. If you drop {names(best.unmet)}
      {fewer ? ", you lose fewer needs, and" : ","} the rest of your answers fits {best.strategy}.
      If you keep {names(best.unmet)}, drop {names(instead.unmet)} and use {instead.strategy}.
    </Notice>
  );
}

function Alternatives({ strategy, equal, runnerUp }: Recommendation) {
  return (
    <>
      {equal && (
        <p className="mb-2">
          <StrategyBadge strategy={equal} /> fits equally well, but has more parts than {strategy}.
        </p>
      )}
      {runnerUp ? (
        <>
          <StrategyBadge strategy={runnerUp.strategy} /> would be recommended instead
          <span className="mt-2 flex flex-wrap gap-2">
            {runnerUp.when.map(({ change, answers }) => (
              <ButtonLink key={change} href={toLink(answers)} scroll={false} size="small">
                {change}
              </ButtonLink>
            ))}
          </span>
        </>
      ) : (
        "No change of a single answer would change this recommendation."
      )}
    </>
  );
}

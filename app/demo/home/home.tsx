// The start page before a strategy is chosen. app/page.tsx shows it if the demo is on.
import type { ReactNode } from "react";
import { strategy } from "@/auth";
import { ButtonLink } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { env } from "@/lib/env";
import { strategyNames } from "@/lib/session/strategies";
import { toLaneNames } from "../compare/names";
import { Questions } from "../docs/questions";
import { Command } from "../shared/command";
import { isDemoOn } from "../shared/gate";
import { notDescribed, wordsOf } from "../shared/words";
import { Keep, Matrix } from "./matrix";
import { Story } from "./story";

/** `otherwise`: shown if the demo is off. */
export async function Home({ otherwise }: { otherwise: ReactNode }) {
  if (!(await isDemoOn())) return otherwise;
  const other = strategyNames.find((name) => name !== strategy.name);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-16 sm:gap-20">
      <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-8 pt-2 sm:gap-11 sm:pt-8">
        <div className="grid min-w-0 items-end gap-10 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <header>
            <p className="inline-flex rounded-full border px-3 py-0.5 text-[0.8125rem] text-muted-foreground">
              Next.js 16 · Auth.js · Prisma
            </p>
            <h1 className="mt-4 max-w-[17ch] text-[2.5rem] leading-[1.04] font-semibold tracking-[-0.045em] text-balance sm:text-[3.5rem]">
              JWT or sessions? Watch both, then keep one.
            </h1>
            <p className="mt-4 max-w-[58ch] text-lg leading-relaxed text-pretty text-muted-foreground">
              One app, one environment variable. Below, the same story runs under every strategy, in
              the code that you will ship: with real rows, real tokens, and a simulated clock.
            </p>
            <div className="mt-7 flex flex-wrap items-center gap-2.5">
              <ButtonLink href="/demo" variant="primary" className="min-h-10! px-4!">
                Open the lab
              </ButtonLink>
              <ButtonLink href="/demo/choose" className="min-h-10! px-4!">
                Help me choose
              </ButtonLink>
              <Command>{`AUTH_STRATEGY=${other} npm run demo`}</Command>
            </div>
          </header>
          <InTheCookie />
        </div>
        {env.DATABASE_URL ? (
          <Story names={toLaneNames()} />
        ) : (
          <Notice title="There is no database">
            The stories use real rows. Set <Code>DATABASE_URL</Code>, or start with{" "}
            <Code>npm run demo</Code>, which includes a database.
          </Notice>
        )}
      </section>
      <Matrix />
      <Keep />
      <Questions large />
    </div>
  );
}

/** What tells the strategies apart, for someone who does not know their names yet. Phones show the stories at once. */
async function InTheCookie() {
  const strategies = await Promise.all(
    strategyNames.map(
      async (name) => [name, (await wordsOf(name)).expect?.demo?.["in the cookie"]] as const,
    ),
  );
  return (
    <section
      aria-labelledby="in-the-cookie"
      className="rounded-xl border bg-card p-5 max-lg:hidden"
    >
      <h2 id="in-the-cookie" className="font-medium">
        What travels in the cookie
      </h2>
      <dl className="mt-3 grid gap-3 text-sm">
        {strategies.map(([name, words]) => (
          <div key={name} data-strategy={name}>
            <dt className="flex items-center gap-2 font-mono font-semibold text-strategy-text">
              <span aria-hidden className="size-2 rounded-full bg-strategy" />
              {name}
            </dt>
            <dd className="pl-4 text-pretty text-muted-foreground">{words ?? notDescribed}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

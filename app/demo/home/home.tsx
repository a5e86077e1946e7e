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
import { Keep, Matrix } from "./matrix";
import { Story } from "./story";

/** `otherwise`: shown if the demo is off. */
export async function Home({ otherwise }: { otherwise: ReactNode }) {
  if (!(await isDemoOn())) return otherwise;
  const other = strategyNames.find((name) => name !== strategy.name);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-16 sm:gap-20">
      <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-8 pt-2 sm:gap-11 sm:pt-8">
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

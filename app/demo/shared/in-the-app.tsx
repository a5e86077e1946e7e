import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { inWords } from "@/lib/duration";
import { SHORT_ACCESS } from "./short-access";

/** Where an experiment has shorter access tokens than the app: both figures. */
export function InTheApp() {
  if (!strategy.roleNoticedWithin) return null;
  return (
    <>
      Access tokens live {inWords(SHORT_ACCESS)} here, so that nobody has to wait. In this app they
      live {inWords(strategy.roleNoticedWithin)}: <Code>ACCESS_TOKEN_MAX_AGE</Code>.
    </>
  );
}

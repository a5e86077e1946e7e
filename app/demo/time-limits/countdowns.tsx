import { Badge } from "@/components/ui/badge";
import { inWords } from "@/lib/duration";
import { absoluteEnd, renewAfter, type SessionPolicy } from "@/lib/session/policy";
import { formatCountdown } from "../shared/format";
import type { Times } from "./answers";
import { firstOf, type Limit, limitsOf } from "./limits";

interface CountdownsProps {
  policy: SessionPolicy;
  times: Times;
  /** Ms since the epoch, on the clock of `times`. */
  now: number;
}

const counted: Record<Limit["name"], string> = {
  rolling: "after the last renewal",
  idle: "after the last activity on record",
  absolute: "after signing in",
};

export function Countdowns({ policy, times, now }: CountdownsProps) {
  const limits = limitsOf(policy, times);
  const first = firstOf(limits);
  return (
    <div className="grid gap-4">
      <ul aria-label="Limits" className="grid gap-4">
        {limits.map((limit) => (
          <li key={limit.name}>
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
              <span className="font-mono text-xl font-semibold tabular-nums">
                {formatCountdown(limit.at - now)}
              </span>
              <span className="font-medium">{limit.name}</span>
              <span className="text-mute">
                {inWords(limit.length)} {counted[limit.name]}
              </span>
              {limit === first && <Badge tone="strategy">ends first</Badge>}
            </div>
            <Bar share={(limit.at - now) / (limit.length * 1000)} />
          </li>
        ))}
      </ul>
      <p className="text-sm text-mute">
        <NextRenewal policy={policy} times={times} now={now} />
        {policy.idleTimeout
          ? ""
          : " No idle limit is set: SESSION_IDLE_TIMEOUT would be a third countdown."}
      </p>
    </div>
  );
}

function Bar({ share }: { share: number }) {
  const width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return (
    <div className="mt-1.5 h-2 rounded-full bg-sunken" aria-hidden>
      <div className="h-full rounded-full bg-strategy" style={{ width }} />
    </div>
  );
}

function NextRenewal({ policy, times, now }: CountdownsProps) {
  if (times.expires >= absoluteEnd(policy, times.authTime))
    return "The absolute limit comes next: no request moves the end now.";
  if (times.accessExpires !== undefined)
    return now < times.accessExpires
      ? `Each refresh renews it. The access token ends in ${formatCountdown(times.accessExpires - now)}; the first request after that brings a refresh.`
      : "The access token has ended: the next request brings a refresh, and that renews.";
  const due = times.renewedAt + renewAfter(policy) * 1000;
  return now < due
    ? `The next renewal is due in ${formatCountdown(due - now + 999)}: until then a request moves nothing.`
    : "A renewal is due: the next request brings it.";
}

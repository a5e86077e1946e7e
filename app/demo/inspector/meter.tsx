import { formatNumber } from "../shared/format";

interface MeterProps {
  label: string;
  value: number;
  limit: number;
}

export function Meter({ label, value, limit }: MeterProps) {
  const share = Math.min(100, (value / limit) * 100);
  return (
    <div className="mb-5">
      <p className="mb-1.5 text-sm text-mute">
        <b className="text-xl font-semibold text-ink tabular-nums">{formatNumber(value)} bytes</b>{" "}
        {label}
      </p>
      <div className="h-2 rounded-full bg-sunken" aria-hidden>
        <div className="h-full min-w-1 rounded-full bg-strategy" style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

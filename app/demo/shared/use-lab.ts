import { useState } from "react";
import { ask, post } from "./ask";
import { type LabAnswer, type Line, YOU } from "./lab-log";
import { usePoll } from "./use-poll";

/** A line, and how many times the same answer was repeated. */
export interface Entry extends Line {
  times: number;
  /** Milliseconds since the last pressed button. Null without one, and for the line of the button itself. */
  after: number | null;
}

export interface Lab<State> {
  /** Undefined until the server has answered for the first time. */
  state: State | null | undefined;
  entries: Entry[];
  /** The server's clock minus that of this browser, ms. */
  skew: number;
  /** The status of the last failed request; 0 without an answer. */
  failed: number | null;
  act: (action: string, which?: number) => Promise<State | null>;
}

const MOST = 60;

/** An experiment. Its route is polled each second. */
export function useLab<State>(path: string): Lab<State> {
  const [state, setState] = useState<State | null>();
  const [entries, setEntries] = useState<Entry[]>([]);
  const [skew, setSkew] = useState(0);
  const [failed, setFailed] = useState<number | null>(null);

  async function take(asked: ReturnType<typeof ask<LabAnswer<State>>>): Promise<State | null> {
    const { status, body } = await asked;
    if (!body || !("state" in body)) setFailed(status);
    if (!body || !("state" in body)) return null;
    setFailed(null);
    setState(body.state);
    setSkew(body.now - Date.now());
    setEntries((before) => body.log.reduce(add, body.state === null ? [] : before).slice(-MOST));
    return body.state;
  }
  usePoll(async () => void (await take(ask(path))));

  function act(action: string, which = 0) {
    if (action === "start") setEntries([]);
    return take(post(path, { action, which }));
  }
  return { state, entries, skew, failed, act };
}

/** Counts a request with the same answer as the previous one instead of adding a line. */
function add(entries: Entry[], line: Line): Entry[] {
  const last = entries.findLastIndex(({ who }) => who === line.who || who === YOU);
  const same = entries[last];
  if (same && line.who !== YOU && same.who === line.who && same.what === line.what)
    if (same.status === line.status) return entries.with(last, { ...same, times: same.times + 1 });
  const pressed = entries.findLast(({ who }) => who === YOU);
  const after = line.who === YOU || !pressed ? null : line.at - pressed.at;
  return [...entries, { ...line, times: 1, after }];
}

import { useEffect, useState } from "react";
import { type Story, type StoryEvent, storySchema } from "./story";

/** The part of an address after `#`: `maxAge=28800&…&event=at+work@0-9000&event=user+disabled@5040`. */
export function toHash({ lifetimes, length, events }: Story): string {
  const fields = { length, ...lifetimes };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) parameters.append(name, String(value));
  for (const { kind, at, until } of events)
    parameters.append("event", `${kind}@${at}${until === undefined ? "" : `-${until}`}`);
  return parameters.toString();
}

/** Null if the hash contains no valid story. */
export function fromHash(hash: string): Story | null {
  const parameters = new URLSearchParams(hash);
  const events = parameters.getAll("event").map(toEvent);
  parameters.delete("event");
  const fields = [...parameters].map(([name, value]) => [name, Number(value)]);
  const { length, ...lifetimes } = Object.fromEntries(fields);
  return storySchema.safeParse({ lifetimes, length, events }).data ?? null;
}

function toEvent(text: string): Partial<Record<keyof StoryEvent, unknown>> {
  const [, kind, at, until] = /^(.*)@(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return { kind, at: Number(at), until: until === undefined ? undefined : Number(until) };
}

/** Milliseconds without a change before the URL is updated. Browsers refuse an update at each pixel of a drag. */
const REST = 300;

/** The story, stored in the URL so that it can be shared. */
export function useStoryInAddress(first: Story) {
  const [story, setStory] = useState(first);
  const [unreadable, setUnreadable] = useState(false);

  useEffect(() => {
    const read = () => {
      const hash = location.hash.slice(1);
      const found = fromHash(hash);
      if (found) setStory(found);
      // A hash without `=` is the id of an element on the page.
      setUnreadable(hash.includes("=") && !found);
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);

  useEffect(() => {
    if (story === first) return;
    const timer = setTimeout(() => history.replaceState(null, "", `#${toHash(story)}`), REST);
    return () => clearTimeout(timer);
  }, [story, first]);

  return { story, setStory, unreadable };
}

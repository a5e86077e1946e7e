import { useEffect, useEffectEvent, useState } from "react";

/** Milliseconds that the animation takes, for every length of story. */
const DURATION = 12_000;
/** Milliseconds between two moments with reduced motion. */
const PAUSE = 1_200;

/** The moment of the story that is shown; null: the whole story. `moments`: all events and changes, in order. */
export function usePlayhead(length: number, moments: number[]) {
  const [at, setAt] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);

  const goTo = (second: number) => {
    const isOver = second >= length;
    setAt(isOver ? null : second);
    if (isOver) setPlaying(false);
  };
  const step = () => goTo(moments.find((moment) => moment > (at ?? -1)) ?? length);

  const onPause = useEffectEvent(step);
  const onFrame = useEffectEvent((milliseconds: number) =>
    goTo((at ?? 0) + (milliseconds / DURATION) * length),
  );
  useEffect(() => {
    if (!playing) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const timer = setInterval(() => onPause(), PAUSE);
      return () => clearInterval(timer);
    }
    let last = performance.now();
    let frame = requestAnimationFrame(function draw(now) {
      onFrame(now - last);
      last = now;
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  return {
    at: at === null || at >= length ? null : at,
    playing,
    play() {
      if (at === null || at >= length) setAt(0);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    step() {
      setPlaying(false);
      step();
    },
    reset() {
      setPlaying(false);
      setAt(null);
    },
    goTo(second: number) {
      setPlaying(false);
      goTo(second);
    },
  };
}

export type Playhead = ReturnType<typeof usePlayhead>;

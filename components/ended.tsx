"use client";

import { type ReactNode, useEffect, useLayoutEffect } from "react";
import { noteEnded, noteShownSession, useIsEnded } from "@/lib/browser/ended";

interface UnlessEndedProps {
  /** The session that `children` show. */
  id: string;
  instead?: ReactNode;
  children: ReactNode;
}

/** In the header: shows its children until a page finds that the session has ended. */
export function UnlessEnded({ id, instead = null, children }: UnlessEndedProps) {
  useLayoutEffect(() => noteShownSession(id), [id]);
  return useIsEnded(id) ? instead : children;
}

/** On a page that has read the store and shows nobody signed in: the header must not show a user any more. */
export function NobodyHere() {
  useEffect(noteEnded, []);
  return null;
}

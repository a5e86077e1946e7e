"use client";

import { createContext, type ReactNode, useContext, useLayoutEffect } from "react";
import { noteShownTo } from "@/lib/browser/shown-to";
import { SHOWN_TO_FIELD } from "@/lib/forms/shown-to";

/** The user that a part of a page was rendered for. */
export interface Viewer {
  id: string;
  email: string | null;
}

const ViewerContext = createContext<Viewer | null | undefined>(undefined);

interface ShownToProps {
  /** Who was signed in when the server rendered this; null for a guest. */
  user: Viewer | null;
  children: ReactNode;
}

/**
 * Around every part of a page with forms or buttons that act for a user. Without it the server refuses their forms,
 * because it cannot tell whether the user has changed since the page was rendered.
 */
export function ShownTo({ user, children }: ShownToProps) {
  const id = user?.id;
  useLayoutEffect(() => noteShownTo(id), [id]);
  return <ViewerContext value={user}>{children}</ViewerContext>;
}

export const useViewer = () => useContext(ViewerContext) ?? null;

/** A hidden field that every form to the server needs. Form and ButtonForm contain it. */
export function ShownToField() {
  const viewer = useContext(ViewerContext);
  if (viewer === undefined) return null;
  return <input type="hidden" name={SHOWN_TO_FIELD} value={viewer?.id ?? ""} />;
}

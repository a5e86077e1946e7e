"use client";

import { useEffect } from "react";
import { noteGuest } from "@/lib/browser/kept";

/** On every page that shows nobody signed in: tells the other tabs, which may still show someone. */
export function GuestWatch() {
  useEffect(noteGuest, []);
  return null;
}

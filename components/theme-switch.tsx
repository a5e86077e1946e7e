"use client";

import { Moon, Sun } from "lucide-react";

const aYear = 365 * 24 * 60 * 60;

/**
 * Switches between light and dark. The choice is stored in a cookie, so the server renders the right theme
 * (app/layout.tsx).
 */
export function ThemeSwitch() {
  return (
    <button
      type="button"
      onClick={switchTheme}
      aria-label="Switch between light and dark"
      className="inline-flex size-8 items-center justify-center rounded-md text-muted-foreground transition-colors hover:bg-accent hover:text-foreground"
    >
      <Sun aria-hidden className="size-4 dark:hidden" />
      <Moon aria-hidden className="hidden size-4 dark:block" />
    </button>
  );
}

function switchTheme() {
  const { classList } = document.documentElement;
  const dark = classList.contains("dark") || (!classList.contains("light") && prefersDark());
  const theme = dark ? "light" : "dark";
  classList.remove("light", "dark");
  classList.add(theme);
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
  document.cookie = `theme=${theme}; path=/; max-age=${aYear}; samesite=lax`;
}

function prefersDark(): boolean {
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

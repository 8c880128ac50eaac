// The words of the language the widget is built in, and how a time is written in it.

import { launch, strings } from "./strings.en";

export { launch, strings };
export type Strings = typeof strings;

/** The time of day; with the date when that was not today. */
export function time(iso: string): string {
  const at = new Date(iso);
  const day = at.toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" } as const;
  return at.toLocaleString(strings.language, { ...day, hour: "numeric", minute: "2-digit" });
}

/** Words with their {names} filled in. */
export function fill(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A whole number as the language writes it: 10,000. */
export const count = (number: number): string => number.toLocaleString(strings.language);

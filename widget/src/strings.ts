// The words of the language the widget is built in, and how a time is written in it.

import { strings } from "./strings.en";

export { strings };
export type Strings = typeof strings;

/** The time of day; with the date when that was not today. */
export function time(iso: string): string {
  const at = new Date(iso);
  const day = at.toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" } as const;
  return at.toLocaleString(strings.language, { ...day, hour: "numeric", minute: "2-digit" });
}

// The words of the patient's language, where the clinic answers in it, and how a time is written.
// <script src="https://…/widget.js" data-languages="es" …> lists the languages beside English.

import { launch as launchEnglish, strings as english } from "./strings.en";
import { launch as launchSpanish, strings as spanish } from "./strings.es";

const script = document.querySelector<HTMLScriptElement>('script[src*="widget.js"]');
const languages = (script?.dataset.languages ?? "").split(" ");
const isSpanish = navigator.language.startsWith("es") && languages.includes("es");

export const launch = isSpanish ? launchSpanish : launchEnglish;
export let strings = isSpanish ? spanish : english;

/** A language, where the clinic answers in it beside English. */
export const offered = (language?: string): string | undefined => languages.find((one) => one && one === language);

/** Goes on in the language the conversation is held in; whether that is another one. */
export function speak(language: string): boolean {
  const wanted = language === spanish.language ? spanish : english;
  const another = language === wanted.language && wanted !== strings;
  if (another) strings = wanted;
  return another;
}

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

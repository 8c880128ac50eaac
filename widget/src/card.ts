// A screening as it stands under an answer: what is known of it, and what can be done about it.

import type { Card } from "./api";
import { button, link, make, settle } from "./dom";
import { fill, strings } from "./strings";

/** The card of a screening, or what can be changed in a summary; `say` says words of the patient's. */
export function card(card: Card, say: (text: string) => void): HTMLElement {
  if (card.type === "summary") return actions(strings.change, strings.changes, say);
  const list = make("dl");
  const row = (name: string, value: string | undefined | null, more: HTMLElement | null = null): void => {
    if (value) list.append(make("dt", {}, name), make("dd", {}, value, more && " ", more));
  };
  row(strings.when, card.when);
  row(strings.where, card.where, card.map_url ? link(strings.map, card.map_url, "plain") : null);
  row(strings.reference, card.reference);
  row(strings.therapist, card.therapist);
  row(strings.takes, card.minutes ? fill(strings.minutes, { n: card.minutes }) : null);
  row(strings.bring, card.bring);
  const calendars = make("div", { class: "actions" });
  for (const [name, url, look] of [[strings.calendar, card.calendar_url, "button"], ["Google", card.google_url, "plain"],
    ["Outlook", card.outlook_url, "plain"]] as const) {
    const one = url ? link(name, url, look) : null;
    if (one && look === "plain") one.setAttribute("aria-label", `${name} ${strings.calendarOf}`);
    if (one) calendars.append(one);
  }
  const { reference } = card;
  return make("div", { class: "card" }, list, calendars.firstChild && calendars,
    reference ? actions("", strings.visitActions.map(([name = "", words = ""]) => [name, fill(words, { reference })]), say) : null);
}

function actions(title: string, all: string[][], say: (text: string) => void): HTMLElement {
  const buttons = all.map(([name = "", words = ""]) => button(name, "choice", () => say(words)));
  settle(...buttons);
  return make("div", { class: "actions" }, title, ...buttons);
}

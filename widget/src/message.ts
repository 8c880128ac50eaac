// One message as it stands in the conversation.

import type { Card, Message } from "./api";
import { inWords } from "./choices";
import { link, make } from "./dom";
import { strings, time } from "./strings";

const BULLET = /^[•-]\s+/;

/** The words in paragraphs, and list items as a list. */
export function words(text: string, who?: string): HTMLElement {
  const said = make("div", { class: "words" });
  if (who) said.append(make("span", { class: "unseen" }, `${who}: `));
  let list: HTMLUListElement | null = null;
  for (const line of text.split("\n")) {
    if (BULLET.test(line)) {
      if (!list) said.append(list = make("ul"));
      list.append(make("li", {}, line.replace(BULLET, "")));
    } else {
      list = null;
      if (line.trim()) said.append(make("p", {}, line));
    }
  }
  return said;
}

/** The element of a message; `followed` is told when the link to the article is used. */
export function element(message: Message, followed: (event: MouseEvent) => void): HTMLElement {
  const who = strings[message.from];
  const meta = make("div", { class: "meta" });
  if (message.source) {
    const source = link(message.source.title, message.source.url, "source");
    source?.addEventListener("click", followed);
    if (source) meta.append(source);
  }
  if (message.from === "staff" || message.from === "system") meta.append(who);
  meta.append(make("time", { datetime: message.at }, time(message.at)));
  // A patient's own words stand as they were typed.
  const said = message.from === "patient"
    ? make("div", { class: "words" }, make("span", { class: "unseen" }, `${who}: `), make("p", {}, message.text))
    : words(message.text, who);
  const safety = message.kind === "safety" ? " safety" : "";
  return make("div", { class: `said ${message.from}${safety}` }, said, message.card ? card(message.card) : null,
    inWords(message.choices ?? []), meta);
}

function card(card: Card): HTMLElement {
  const list = make("dl");
  for (const name of ["when", "where", "reference", "bring"] as const) {
    const value = card[name];
    if (value) list.append(make("dt", {}, strings[name]), make("dd", {}, value));
  }
  return make("div", { class: "card" }, list, card.calendar_url ? link(strings.calendar, card.calendar_url, "button") : null);
}

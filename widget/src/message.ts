// One message as it stands in the conversation.

import type { Message } from "./api";
import { card } from "./card";
import { inWords } from "./choices";
import { button, link, make } from "./dom";
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

/** What is done with a message: the link to the article used, something said, the answer rated. */
export interface Wishes {
  follow(event: MouseEvent): void;
  say(text: string): void;
  rate(seq: number, helpful: boolean): void;
}

export function element(message: Message, wishes: Wishes): HTMLElement {
  const who = strings[message.from];
  const meta = make("div", { class: "meta" });
  if (message.source) {
    const source = link(message.source.title, message.source.url, "source");
    source?.addEventListener("click", wishes.follow);
    if (source) meta.append(source);
  }
  if (message.from === "staff" || message.from === "system") meta.append(who);
  meta.append(make("time", { datetime: message.at }, time(message.at)));
  if (message.rating === "open") meta.append(rating(message.seq, wishes.rate));
  // A patient's own words stand as they were typed.
  const said = message.from === "patient"
    ? make("div", { class: "words" }, make("span", { class: "unseen" }, `${who}: `), make("p", {}, message.text))
    : words(message.text, who);
  const safety = message.kind === "safety" ? " safety" : "";
  return make("div", { class: `said ${message.from}${safety}` }, said, message.card ? card(message.card, wishes.say) : null,
    inWords(message.choices ?? []), meta);
}

/** One tap says whether an answer helped. */
function rating(seq: number, rate: Wishes["rate"]): HTMLElement {
  const asked = make("span", { class: "rating", role: "group", "aria-label": strings.helped }, strings.helped);
  for (const [name, helpful] of [[strings.yes, true], [strings.no, false]] as const) {
    asked.append(" ", button(name, "plain", () => {
      asked.replaceChildren(make("span", { role: "status" }, strings.thanks));
      rate(seq, helpful);
    }));
  }
  return asked;
}

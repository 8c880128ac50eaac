// The buttons under an answer: quick replies, and times by their days.

import type { Choice } from "./api";
import { button, make, settle } from "./dom";
import { strings } from "./strings";

/** The buttons, times under the day they are on; none can be pressed in the first moment. */
export function choiceButtons(choices: Choice[], press: (choice: Choice) => void): HTMLElement[] {
  const made: HTMLElement[] = [];
  const buttons: HTMLButtonElement[] = [];
  let group: HTMLElement | undefined;
  let day: string | undefined;
  for (const choice of choices) {
    const one = button(choice.time ?? choice.label, "choice", () => press(choice));
    buttons.push(one);
    if (choice.day === undefined) {
      made.push(one);
      continue;
    }
    // Whoever hears the buttons one by one hears the day with each.
    if (choice.time) one.setAttribute("aria-label", choice.label);
    if (choice.day !== day || !group) {
      day = choice.day;
      made.push(group = make("div", { class: "day", role: "group", "aria-label": day }, make("b", { "aria-hidden": "true" }, day)));
    }
    group.append(one);
  }
  settle(...buttons);
  return made;
}

/** What can be chosen, in words: it is read out with the answer. */
export function inWords(choices: Choice[]): HTMLElement | null {
  if (!choices.length) return null;
  return make("p", { class: "spoken" }, `${strings.choices}: ${choices.map((choice) => choice.label).join("; ")}.`);
}

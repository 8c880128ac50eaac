// Every free time, by its day: days open one by one, by a finger, the keyboard or by ear. A time
// that is picked is said in words, as if it had been typed.

import type { Api } from "./api";
import { button, make, settle } from "./dom";
import { fill, strings } from "./strings";

/** The times; `pick` says one, `back` goes back to what was offered. */
export async function picker(api: Api, pick: (label: string) => void, back: () => void): Promise<HTMLElement> {
  const { zone, days } = await api.times();
  const close = button(strings.timesBack, "plain", back);
  settle(close);
  const list = days.map(({ day, times }, index) => {
    const one = make("details", { class: "day" }, make("summary", {}, day, make("small", {}, fill(strings.timesFree, { n: times.length }))),
      make("div", { role: "group", "aria-label": day }, ...times.map(({ label, time }) => {
        const choice = button(time, "choice", () => pick(label));
        choice.setAttribute("aria-label", label);
        return choice;
      })));
    one.open = index === 0;
    // One day open at a time: the list stays short.
    one.addEventListener("toggle", () => { if (one.open) for (const other of list) if (other !== one) other.open = false; });
    return one;
  });
  return make("section", { class: "picker", "aria-label": strings.timesAll },
    make("p", {}, days.length ? fill(strings.timesIn, { zone }) : strings.timesNone, " ", close), ...list);
}

// The line under what was said: who is typing, what is wrong, how much may be typed.

import { make } from "./dom";
import { count, fill, strings } from "./strings";

// As many as the server reads; MAX_TEXT_CHARACTERS in channels/web/wire.py.
export const MOST_CHARACTERS = 5000;
// From here on it is said how many there are.
const COUNTED_FROM = 4000;

export class StatusLine {
  readonly element = make("p", { class: "state", role: "status" });
  /** Characters in the field. */
  length = 0;
  /** Nothing can be sent from this page. */
  barred = false;
  reachable = true;
  /** Why a message was not sent; "" where it was the server that was not reached. */
  failed: string | null = null;
  /** What is said until the visitor says something. */
  note = "";
  private typing: "person" | "assistant" | null = null;
  /** Who was said to be typing since the last message. */
  private typingSaid = "";

  /** `isDiscreet`: whether somebody may read along; it is not said then who is typing. */
  constructor(private readonly isDiscreet: () => boolean) {}

  get tooLong(): boolean { return this.length > MOST_CHARACTERS; }

  /** Takes how much stands in the field. */
  measure(length: number): void {
    const most = Math.max(this.length, length);
    this.length = length;
    if (most > COUNTED_FROM) this.show();
  }

  /** Takes who is typing an answer. */
  types(typing: boolean, person: boolean): void {
    this.typing = typing ? (person ? "person" : "assistant") : null;
    this.show();
  }

  /** Something was said: who types from here on is read out again. */
  said(): void { this.typingSaid = ""; }

  inform(note: string): void {
    this.note = note;
    this.show();
  }

  show(): void {
    let text = "";
    if (this.barred) text = strings.barred;
    else if (this.length > COUNTED_FROM) {
      text = fill(this.tooLong ? strings.tooLong : strings.nearlyTooLong, { n: count(this.length), most: count(MOST_CHARACTERS) });
    } else if (!navigator.onLine) text = strings.offline;
    // What the server says of a message comes before what is said of the server.
    else if (this.failed) text = this.failed;
    else if (!this.reachable || this.failed !== null) text = strings.unreachable;
    else text = this.note;
    if (this.typing && (!text || text === this.note)) this.showTyping();
    else this.element.replaceChildren(text);
  }

  /** Read out once until something is said, however often somebody stops and goes on. */
  private showTyping(): void {
    const person = this.typing === "person" && !this.isDiscreet();
    const who = person ? strings.personTyping : strings.typing;
    if (this.element.querySelector(".dots")?.textContent === who) return;
    this.element.replaceChildren(make("span", { class: "dots", "aria-hidden": String(this.typingSaid === who) },
      make("i"), make("i"), make("i"), make("span", { class: person ? "who" : "unseen" }, who)));
    this.typingSaid = who;
  }
}
